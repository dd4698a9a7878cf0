import "@fontsource-variable/inter/wght.css";
import "../shared/tokens.css";
import "./board.css";
import { createRoot } from "react-dom/client";
import { readAddress } from "./address.ts";
import { mendPage } from "./mending.ts";
import { openBoard } from "./open_board.ts";
import { stayAwake } from "./stay_awake.ts";
import { followTheme } from "./theme.ts";
import { Application } from "./views/application.tsx";
import { startWords } from "./words.ts";

async function start(root: HTMLElement): Promise<void> {
  const address = readAddress(window.location);
  followTheme(address);
  mendPage(address);
  if (address.television) stayAwake();
  await startWords();
  createRoot(root).render(<Application address={address} />);
  openBoard(address);
}

const root = document.getElementById("root");
if (root) void start(root);
