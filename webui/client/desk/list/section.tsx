import type { ReactNode } from "react";
import { useDesk } from "../state/desk_store.ts";
import type { Hold } from "./held_rows.ts";
import styles from "./list.module.css";

interface SectionProps {
  id: string;
  title: string;
  count: number;
  /** There are more of them than these. */
  goesOn?: boolean;
  /** What an empty list says. */
  empty: string;
  /** Told while the pointer is over it. */
  hold?: Hold;
  children: ReactNode;
}

/** One part of the left column with its heading and count. */
export function Section({ id, title, count, goesOn = false, empty, hold, children }: SectionProps) {
  const known = useDesk((desk) => desk.server.known);
  return (
    <section className={styles.section} data-area={id} aria-labelledby={`area-${id}`} {...hold}>
      <h2 className={styles.heading} id={`area-${id}`}>
        {title}{" "}
        <span className={`figures ${styles.count}`}>{known ? `${count}${goesOn ? "+" : ""}` : "–"}</span>
      </h2>
      {count === 0 ? <p className={styles.empty}>{known && empty}</p> : children}
    </section>
  );
}
