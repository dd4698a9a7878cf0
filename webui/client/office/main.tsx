import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "@mantine/charts/styles.css";
import "../shared/tokens.css";
import "../shared/page.css";
import "./office.css";
import { createRoot } from "react-dom/client";
import { startWords } from "../desk/words.ts";
import { giveNonceToDialogs } from "../shared/style_nonce.ts";
import enOffice from "../words/en/office.json";
import frOffice from "../words/fr/office.json";
import { Application } from "./application.tsx";

async function start(): Promise<void> {
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no #root");
  giveNonceToDialogs();
  await startWords({ en: { office: enOffice }, fr: { office: frOffice } });
  createRoot(root).render(<Application />);
}

void start();
