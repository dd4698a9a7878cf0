import { t } from "../language.ts";
import type { FieldError } from "../request_form.ts";
import { ALERT, Icon } from "./icons.tsx";

interface FieldProps {
  name: string;
  label: string;
  kind: "text" | "long" | "choice" | "email";
  choices?: string[];
  required: boolean;
  limit?: number;
  autoComplete?: string;
  value: string;
  error: FieldError | undefined;
  disabled: boolean;
  onInput(value: string): void;
}

/** A labelled field with the words of what is wrong with it below. */
export function Field(props: FieldProps) {
  const { name, label, required, error } = props;
  const id = `field-${name}`;
  return (
    <div class="field">
      <label for={id}>
        {label} {!required && <span class="soft">{t("optional")}</span>}
      </label>
      <Control {...props} id={id} />
      {error && (
        <p class="error" id={`${id}-error`}>
          <Icon path={ALERT} />
          {t(`error_${error}`)}
        </p>
      )}
    </div>
  );
}

function Control({ id, ...props }: FieldProps & { id: string }) {
  const { name, kind, choices, required, value, error, disabled, limit, autoComplete, onInput } = props;
  const shared = {
    id,
    name,
    value,
    disabled,
    required,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": error ? `${id}-error` : undefined,
    onInput: (event: { currentTarget: { value: string } }) => onInput(event.currentTarget.value),
  };
  if (kind === "choice") return <Choice shared={shared} choices={choices ?? []} />;
  if (kind === "long") return <textarea {...shared} rows={4} maxLength={limit} />;
  const type = kind === "email" ? "email" : "text";
  const complete = kind === "email" ? "email" : autoComplete;
  return <input {...shared} type={type} maxLength={limit} autoComplete={complete} />;
}

function Choice({ shared, choices }: { shared: object; choices: string[] }) {
  return (
    <select {...shared}>
      <option value="">{t("choose")}</option>
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  );
}
