import type { FormField } from "../portal.ts";
import { type FieldErrors, nameInPage } from "../request_form.ts";
import { Field } from "./field.tsx";

interface CompanyFieldsProps {
  form: readonly FormField[];
  answers: Record<string, string>;
  errors: FieldErrors;
  disabled: boolean;
  change(answers: Record<string, string>): void;
}

/** The fields a company asks for, before a session or after it. */
export function CompanyFields({ form, answers, errors, disabled, change }: CompanyFieldsProps) {
  return form.map((field) => (
    <Field
      key={field.name}
      name={nameInPage(field)}
      label={field.label}
      kind={field.kind}
      choices={field.choices}
      required={field.required}
      value={answers[field.name] ?? ""}
      error={errors[nameInPage(field)]}
      disabled={disabled}
      onInput={(text) => change({ ...answers, [field.name]: text })}
    />
  ));
}
