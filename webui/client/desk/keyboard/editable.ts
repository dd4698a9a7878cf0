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

/** True while a dialog or a menu is open: keys belong to it. */
export function isCovered(): boolean {
  return document.querySelector("[role='dialog'], [role='menu']") !== null;
}
