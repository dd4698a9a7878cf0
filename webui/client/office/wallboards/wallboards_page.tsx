import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { wordsFor } from "../../shared/words_for.ts";
import { type AskedAgain, useAsked } from "../asking.ts";
import { usePlace } from "../navigation/address.ts";
import { Link } from "../navigation/link.tsx";
import { PageHead } from "../navigation/page_head.tsx";
import type { Choices } from "../reports/choices.ts";
import { Television } from "./television.tsx";
import type { Wallboard } from "./wallboard.ts";
import { WallboardForm } from "./wallboard_form.tsx";
import { WallboardList } from "./wallboard_list.tsx";

type Boards = AskedAgain<{ wallboards: Wallboard[] }>;

function Settings({ id, boards }: { id: string | null; boards: Boards }) {
  const { t } = useTranslation("office");
  const choices = useAsked<Choices>("/reports/choices");
  const board = boards.answer?.wallboards.find((each) => each.id === id) ?? null;
  const known = boards.answer && choices.answer;
  function keep(saved: Wallboard): void {
    const others = boards.answer?.wallboards.filter((each) => each.id !== saved.id) ?? [];
    boards.put({ wallboards: [...others, saved] });
  }
  return (
    <>
      <PageHead title={board?.name ?? t(id ? "wallboards.edit" : "wallboards.new")}>
        {board && (
          <Button component="a" href={`/wallboards/${board.id}`} size="sm">
            {t("wallboards.open")}
          </Button>
        )}
        <Button component={Link} href="/wallboards" size="sm" variant="default">
          {t("wallboards.all")}
        </Button>
      </PageHead>
      {boards.problem && <p role="alert">{wordsFor(boards.problem)}</p>}
      {choices.problem && <p role="alert">{wordsFor(choices.problem)}</p>}
      {known && id && !board && <p>{t("wallboards.gone")}</p>}
      {known && choices.answer && (!id || board) && (
        <WallboardForm wallboard={board} choices={choices.answer} onSaved={keep} />
      )}
      {board && <Television wallboard={board} onChanged={keep} />}
    </>
  );
}

/** The wallboards and their settings; the boards themselves are pages of their own. */
export function WallboardsPage() {
  const { t } = useTranslation("office");
  const { query } = usePlace();
  const boards = useAsked<{ wallboards: Wallboard[] }>("/wallboards");
  const edited = query.get("edit");
  if (edited || query.has("new")) return <Settings key={edited ?? "new"} id={edited} boards={boards} />;
  return (
    <>
      <PageHead title={t("nav.wallboards")}>
        <Button component={Link} href="/wallboards?new" size="sm">
          {t("wallboards.new")}
        </Button>
      </PageHead>
      {boards.problem && <p role="alert">{wordsFor(boards.problem)}</p>}
      {boards.answer && <WallboardList boards={boards.answer.wallboards} onRemoved={boards.again} />}
    </>
  );
}
