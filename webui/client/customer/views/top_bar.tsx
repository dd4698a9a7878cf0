import { useEffect, useState } from "preact/hooks";
import { LANGUAGES } from "../../shared/languages.ts";
import { t } from "../language.ts";
import { currentTheme, onSystemTheme, switchTheme } from "../theme.ts";
import type { Visit } from "../visit.ts";
import type { VisitState } from "../visit_state.ts";
import { Icon, MOON, SUN } from "./icons.tsx";

interface TopBarProps {
  visit: Visit;
  state: VisitState;
  embedded: boolean;
}

/** The page's name (the launcher's bar has it already in a card), the language, the theme, and the connection's line. */
export function TopBar({ visit, state, embedded }: TopBarProps) {
  return (
    <header class="top">
      <h1 class={embedded ? "spoken" : ""}>{state.portal?.name ?? " "}</h1>
      <span class="grow" />
      <LanguageSwitch visit={visit} state={state} />
      <ThemeSwitch visit={visit} />
      <ConnectionLine state={state} />
    </header>
  );
}

function LanguageSwitch({ visit, state }: Pick<TopBarProps, "visit" | "state">) {
  return (
    <fieldset class="languages">
      <legend class="spoken">{t("language")}</legend>
      {LANGUAGES.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={state.language === language}
          aria-label={language === "en" ? "English" : "Français"}
          onClick={() => void visit.chooseLanguage(language)}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </fieldset>
  );
}

function ThemeSwitch({ visit }: Pick<TopBarProps, "visit">) {
  const [theme, setTheme] = useState(currentTheme());
  useEffect(() => onSystemTheme(() => setTheme(currentTheme())), []);
  const label = theme === "dark" ? t("theme_light") : t("theme_dark");
  const flip = () => setTheme(switchTheme(visit.address.theme, (name, value) => visit.remember(name, value)));
  return (
    <button type="button" class="quiet" aria-label={label} title={label} onClick={flip}>
      <Icon path={theme === "dark" ? SUN : MOON} />
    </button>
  );
}

/** A thin line while the connection is being found again; nothing moves because of it. */
function ConnectionLine({ state }: Pick<TopBarProps, "state">) {
  if (!isCutOff(state)) return null;
  return (
    <div class="cut-off" data-testid="connection-line">
      <span>{t("reconnecting")}</span>
    </div>
  );
}

/** Something that should be there is not: the live connection of a request, or the portal before one. */
export function isCutOff(state: VisitState): boolean {
  if (state.hasToken) return state.refused === null && state.connection === "reconnecting";
  return state.portal === null && state.portalProblem === "unreachable";
}
