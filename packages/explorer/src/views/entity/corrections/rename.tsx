import { useId, useState } from "react";
import { corrections as words } from "../../../text/corrections.ts";
import type { CorrectionDialogProps } from "./dialog-props.ts";
import { CorrectionForm } from "./form.tsx";
import textField from "../../../parts/text-field.module.css";
import styles from "./corrections.module.css";

const LONGEST = 500;

/** Sets the name by which an entity is shown. */
export function RenameDialog({ entity: { id, name }, ...dialog }: CorrectionDialogProps) {
  const [text, setText] = useState(name);
  const hint = useId();
  const to = text.trim();
  const missing = to === "" ? words.renameMissing : to === name ? words.renameSame : null;
  return (
    <CorrectionForm
      {...dialog}
      title={words.renameTitle(name)}
      hint={words.renameHint}
      confirm={words.renameConfirm}
      canSend={missing === null}
      correction={() => ({ correction: { rename: id, to }, done: words.renamed(name, to), name: to })}
    >
      <label className={styles.field}>
        {words.renameLabel}
        <input
          className={textField.field}
          value={text}
          maxLength={LONGEST}
          autoComplete="off"
          aria-describedby={hint}
          onChange={(event) => setText(event.target.value)}
          onFocus={(event) => event.target.select()}
        />
      </label>
      <p id={hint} className={styles.note}>
        {missing}
      </p>
    </CorrectionForm>
  );
}
