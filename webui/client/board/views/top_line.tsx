import { useTranslation } from "react-i18next";
import type { Board } from "../../generated/messages.ts";
import { timeText } from "../format.ts";
import { useNow } from "../now.ts";
import { languageNow } from "../words.ts";
import { Freshness } from "./freshness.tsx";
import type { SoundSwitch } from "./use_worse_sound.ts";

interface TopLineProps {
  board: Board;
  television: boolean;
  /** Null on a board that is silent. */
  sound: SoundSwitch | null;
}

function FullScreenButton() {
  const { t } = useTranslation();
  if (!document.fullscreenEnabled) return null;
  return (
    <button type="button" onClick={() => void document.documentElement.requestFullscreen()}>
      {t("full_screen")}
    </button>
  );
}

function SoundButton({ sound, television }: { sound: SoundSwitch; television: boolean }) {
  const { t } = useTranslation();
  // A television shows the button only while it must be pressed for anything to be heard.
  if (television && sound.state !== "allow") return null;
  return (
    <button type="button" className={sound.state === "allow" ? "asks" : ""} onClick={sound.press}>
      {t(`sound.${sound.state}`)}
    </button>
  );
}

/** Name, queues, the company's time, and how old the figures are. */
export function TopLine({ board, television, sound }: TopLineProps) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <header className="top-line">
      {!television && (
        <a className="back" href="/wallboards">
          ‹ {t("back")}
        </a>
      )}
      <div className="name">
        <h1>{board.name}</h1>
        <p className="queues">{board.queues.join(" · ")}</p>
      </div>
      <div className="actions">
        {sound !== null && <SoundButton sound={sound} television={television} />}
        {!television && <FullScreenButton />}
      </div>
      <Freshness />
      <time className="clock">{timeText(now, board.zone, languageNow())}</time>
    </header>
  );
}
