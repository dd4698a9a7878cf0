import { type ReactNode, useEffect, useRef } from "react";
import styles from "./office.module.css";

let shownBefore = false;

/** The title of a page, in the tab too; after a change of page the focus begins there. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Guichet`;
  }, [title]);
  useEffect(() => {
    // The page one comes to begins as any page does; later ones are announced by their heading.
    if (shownBefore) heading.current?.focus({ preventScroll: true });
    shownBefore = true;
  }, []);
  return (
    <div className={styles.head}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children && <div className={styles.headActions}>{children}</div>}
    </div>
  );
}
