import "../shared/tokens.css";
import "./customer.css";
import { render } from "preact";
import { chooseLanguage } from "../shared/languages.ts";
import { readAddress } from "./address.ts";
import { keptNames, openKeeping } from "./keeping.ts";
import { speakAtLast } from "./language.ts";
import { openLauncherBridge } from "./launcher_bridge.ts";
import { followTheme } from "./theme.ts";
import { App } from "./views/app.tsx";
import { Dots } from "./views/dots.tsx";
import { Visit } from "./visit.ts";

async function start(root: HTMLElement): Promise<void> {
  const address = readAddress(location);
  const bridge = openLauncherBridge(address.pageUrl);
  const keeping = await openKeeping(bridge);
  followTheme(address.theme, keeping.store);
  const wishes = [keeping.store.get(keptNames.language), address.language, ...navigator.languages];
  const language = chooseLanguage(...wishes);
  // Without words there is nothing to say but that something is on its way.
  await speakAtLast(language, () => render(<Dots />, root));
  const visit = new Visit(address, keeping, language);
  render(<App visit={visit} bridge={bridge} />, root);
  await visit.begin();
}

const root = document.getElementById("root");
if (root) void start(root);
