import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** This close to the end, in pixels, counts as being there. */
const NEAR = 48;

interface AtEnd {
  box: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  toEnd: () => void;
  onScroll: () => void;
}

/**
 * Keeps a scrolled box at its end while the reader is there, and where it is while they read further up.
 *
 * @param content changes whenever the box gets more
 */
export function useStayAtEnd(content: unknown, conversationId: string): AtEnd {
  const box = useRef<HTMLDivElement>(null);
  const wasAtEnd = useRef(true);
  const [atEnd, setAtEnd] = useState(true);
  const toEnd = useCallback(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, []);
  const onScroll = useCallback(() => {
    const element = box.current;
    if (!element) return;
    wasAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    setAtEnd(wasAtEnd.current);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new content is the occasion
  useLayoutEffect(() => {
    if (wasAtEnd.current) toEnd();
  }, [content, toEnd]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation starts at its end
  useLayoutEffect(() => {
    wasAtEnd.current = true;
    setAtEnd(true);
    toEnd();
  }, [conversationId, toEnd]);
  useEffect(() => {
    if (!box.current) return;
    // A growing message box makes the conversation lower: its end stays in view.
    const watcher = new ResizeObserver(() => wasAtEnd.current && toEnd());
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, [toEnd]);
  return { box, atEnd, toEnd, onScroll };
}
