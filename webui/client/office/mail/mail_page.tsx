import { useTranslation } from "react-i18next";
import { PageHead } from "../navigation/page_head.tsx";

export function MailPage() {
  const { t } = useTranslation("office");
  return <PageHead title={t("nav.mail")} />;
}
