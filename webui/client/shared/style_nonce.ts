/** The value that lets style elements made at run time pass the Content-Security-Policy. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}

/** Dialogs stop the page behind them from scrolling by a style element of their own, whose maker looks here. */
export function giveNonceToDialogs(): void {
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
}
