import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { Button } from "./button.tsx";
import field from "./text-field.module.css";
import styles from "./question-field.module.css";

interface QuestionFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly submit: string;
  /** The text at the beginning; when it changes, the field has it. */
  readonly value: string;
  /** Whether the field is empty after the text is sent. */
  readonly clears?: boolean;
  readonly disabled?: boolean;
  readonly onSubmit: (text: string) => void;
  readonly children?: ReactNode;
}

/** The field of a page whose content is the answer to what a person types. */
export function QuestionField({
  label,
  placeholder,
  submit,
  value,
  clears = false,
  disabled = false,
  onSubmit,
  children,
}: QuestionFieldProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === "" || disabled) return;
    onSubmit(text.trim());
    if (clears) setText("");
  };
  return (
    <form className={styles.form} onSubmit={send} role="search" aria-label={label}>
      <div className={styles.row}>
        <input
          className={field.field}
          value={text}
          onChange={({ target }) => setText(target.value)}
          aria-label={label}
          placeholder={placeholder}
          maxLength={1_000}
          enterKeyHint="search"
        />
        <Button kind="primary" type="submit" disabled={disabled || text.trim() === ""}>
          {submit}
        </Button>
      </div>
      {children}
    </form>
  );
}
