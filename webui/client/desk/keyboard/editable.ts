/** True when keys pressed there write something. */
export function isEditable(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  return element.isContentEditable || element.matches("input, textarea, select, [role='slider']");
}

/** True when Enter pressed there already means something. */
export function takesEnter(element: Element | null): boolean {
  return (
    isEditable(element) || (element?.matches("button, a[href], [role='tab'], [role^='menuitem']") ?? false)
  );
}

const COVERS = "[role='dialog'], [role='menu']";

/**
 * True when a dialog or a menu is open, or was when the key was pressed: keys belong to it. The key that closes a
 * dialog takes it away before anybody else hears of the key.
 */
export function isCovered(event: Event): boolean {
  const within = event.composedPath().some((each) => each instanceof Element && each.matches(COVERS));
  return within || document.querySelector(COVERS) !== null;
}
