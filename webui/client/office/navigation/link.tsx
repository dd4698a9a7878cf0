import type { ComponentPropsWithoutRef, MouseEvent } from "react";
import { go } from "./address.ts";

/** Whether the browser itself should follow the link: into a new tab, a new window, or to a file. */
function isTheBrowsers(event: MouseEvent): boolean {
  return event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey;
}

interface LinkProps extends ComponentPropsWithoutRef<"a"> {
  href: string;
}

/** A link to another page of the office, followed without loading anew. */
export function Link({ href, onClick, ...others }: LinkProps) {
  function follow(event: MouseEvent<HTMLAnchorElement>): void {
    onClick?.(event);
    if (isTheBrowsers(event)) return;
    event.preventDefault();
    go(href);
  }
  return <a href={href} onClick={follow} {...others} />;
}
