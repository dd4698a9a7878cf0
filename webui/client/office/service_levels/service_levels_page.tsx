import { useTranslation } from "react-i18next";
import { wordsFor } from "../../shared/words_for.ts";
import { useAsked } from "../asking.ts";
import styles from "../form.module.css";
import { PageHead } from "../navigation/page_head.tsx";
import { RuleForm } from "./rule_form.tsx";
import type { Ruled, ServiceLevels, Sort } from "./service_levels.ts";

function Rules({ sort, rows }: { sort: Sort; rows: readonly Ruled[] }) {
  const { t } = useTranslation("office");
  if (rows.length === 0) return null;
  return (
    <section>
      <h2 className={styles.title}>{t(`service_levels.${sort}`)}</h2>
      <div className={styles.cards}>
        {rows.map((ruled) => (
          <RuleForm key={ruled.id} sort={sort} ruled={ruled} />
        ))}
      </div>
    </section>
  );
}

/** By which rule each queue, and each portal in standard mode, counts what it answered in time. */
export function ServiceLevelsPage() {
  const { t } = useTranslation("office");
  const asked = useAsked<ServiceLevels>("/service-levels");
  return (
    <>
      <PageHead title={t("nav.service_levels")} />
      <p className={styles.hint}>{t("service_levels.about")}</p>
      {asked.problem && <p role="alert">{wordsFor(asked.problem)}</p>}
      {asked.answer && (
        <>
          <Rules sort="queues" rows={asked.answer.queues} />
          <Rules sort="portals" rows={asked.answer.portals} />
        </>
      )}
    </>
  );
}
