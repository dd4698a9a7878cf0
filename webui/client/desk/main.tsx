import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "../shared/tokens.css";
import "../shared/page.css";
import { createRoot } from "react-dom/client";
import { giveNonceToDialogs } from "../shared/style_nonce.ts";
import { Application } from "./application.tsx";
import { startWords } from "./words.ts";

async function start(): Promise<void> {
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no #root");
  giveNonceToDialogs();
  await startWords();
  createRoot(root).render(<Application />);
}

void start();
