import { type RefCallback, useCallback } from "react";

/**
 * Keeps the height of an element as a CSS variable of the whole page, by which others leave it room.
 *
 * @param name of the variable, which holds pixels while the element is there
 */
export function useHeightVariable(name: `--${string}`): RefCallback<HTMLElement> {
  return useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      const root = document.documentElement.style;
      const watcher = new ResizeObserver(() => root.setProperty(name, `${element.offsetHeight}px`));
      watcher.observe(element);
      return () => {
        watcher.disconnect();
        root.removeProperty(name);
      };
    },
    [name],
  );
}
