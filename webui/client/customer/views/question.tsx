import { t } from "../language.ts";

interface QuestionProps {
  /** Empty where the portal asks none. */
  text: string;
}

/** What the customer asked, in the waiting room and above the conversation. */
export function Question({ text }: QuestionProps) {
  if (text === "") return null;
  return (
    <figure class="question">
      <figcaption>{t("your_question")}</figcaption>
      <blockquote>{text}</blockquote>
    </figure>
  );
}
