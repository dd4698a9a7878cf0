import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "../shared/tokens.css";
import "./desk.css";
import { createRoot } from "react-dom/client";
import { Application, styleNonce } from "./application.tsx";
import { startWords } from "./words.ts";

/** Dialogs stop the page behind them from scrolling by a style element of their own, whose maker looks here. */
function giveNonceToDialogs(): void {
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
}

async function start(): Promise<void> {
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no #root");
  giveNonceToDialogs();
  await startWords();
  createRoot(root).render(<Application />);
}

void start();
