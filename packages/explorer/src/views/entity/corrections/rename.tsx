import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { suggestQuery } from "../../../api/queries.ts";
import { Button } from "../../../parts/button.tsx";
import { useWorkspace } from "../../../parts/links.tsx";
import { corrections as words } from "../../../text/corrections.ts";
import type { CorrectionDialogProps } from "./dialog-props.ts";
import { CorrectionForm } from "./form.tsx";
import textField from "../../../parts/text-field.module.css";
import styles from "./corrections.module.css";

const LONGEST = 500;

/** Sets the name by which an entity is shown. */
export function RenameDialog({ entity: { id, name }, onMerge, isOpen, onClose }: CorrectionDialogProps) {
  const [text, setText] = useState(name);
  const hint = useId();
  const to = text.trim();
  const { data: found } = useQuery(suggestQuery(useWorkspace(), to));
  const other = found?.entities.find((each) => each.id !== id && each.name.toLowerCase() === to.toLowerCase());
  const missing = to === "" ? words.renameMissing : to === name ? words.renameSame : null;
  return (
    <CorrectionForm
      isOpen={isOpen}
      onClose={onClose}
      title={words.renameTitle(name)}
      hint={words.renameHint}
      confirm={words.renameConfirm}
      canSend={missing === null && other === undefined}
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
        {other === undefined ? null : words.renameTaken(other.name)}
      </p>
      {other === undefined ? null : (
        <p>
          <Button onClick={() => onMerge({ id: other.id, name: other.name, detail: "" })}>{words.mergeInstead}</Button>
        </p>
      )}
    </CorrectionForm>
  );
}
