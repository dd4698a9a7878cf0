import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Board } from "../../generated/messages.ts";
import { figuresOf } from "../figures.ts";
import { useNow } from "../now.ts";
import { Agents } from "./agents.tsx";
import { FigureCard } from "./figure_card.tsx";
import { TopLine } from "./top_line.tsx";
import { useWorseSound } from "./use_worse_sound.ts";

/** The whole wallboard. */
export function BoardView({ board, television }: { board: Board; television: boolean }) {
  const { t } = useTranslation();
  const figures = figuresOf(board, useNow());
  const sound = useWorseSound(figures, board.sound);
  useEffect(() => {
    document.title = t("title", { name: board.name });
  }, [t, board.name]);
  return (
    <main className={television ? "board television" : "board"}>
      <TopLine board={board} television={television} sound={board.sound ? sound : null} />
      <section className="figures" aria-label={t("figures")}>
        {figures.map((figure) => (
          <FigureCard key={figure.name} figure={figure} board={board} />
        ))}
      </section>
      <Agents board={board} />
    </main>
  );
}
