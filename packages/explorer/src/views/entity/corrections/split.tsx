import { useState } from "react";
import { corrections as words } from "../../../text/corrections.ts";
import { ruleWords } from "../../../text/names.ts";
import type { CorrectionDialogProps } from "./dialog-props.ts";
import { CorrectionForm } from "./form.tsx";
import { splittingOf } from "./split-names.ts";
import styles from "./corrections.module.css";

/** Splits a name off an entity; an entity with one name by its transcripts. */
export function SplitDialog({ entity, ...dialog }: CorrectionDialogProps) {
  const { id, name } = entity;
  const splitting = splittingOf(entity);
  const [chosen, setChosen] = useState<string | null>(
    splitting.by === "name" && splitting.names.length === 1 ? (splitting.names[0]?.name ?? null) : null,
  );
  if (splitting.by !== "name")
    return (
      <CorrectionForm
        {...dialog}
        title={words.splitTitle(name)}
        hint={splitting.by === "nothing" ? words.splitNothing(name) : words.splitByFile(name, splitting.transcripts)}
        confirm={splitting.by === "nothing" ? null : words.splitFilesConfirm}
        canSend={splitting.by === "transcript"}
        correction={() => ({ correction: { split: id }, done: words.splitFiles(name), name })}
      />
    );
  return (
    <CorrectionForm
      {...dialog}
      title={words.splitTitle(name)}
      hint={words.splitHint}
      confirm={words.splitConfirm}
      canSend={chosen !== null}
      correction={() =>
        chosen === null ? null : { correction: { split: chosen }, done: words.splitOff(chosen), name: chosen }
      }
    >
      <fieldset className={styles.choices}>
        <legend>{words.splitName}</legend>
        {splitting.names.map((alias) => (
          <label key={alias.name} className={styles.choice}>
            <input type="radio" name="split" checked={chosen === alias.name} onChange={() => setChosen(alias.name)} />
            <span>
              {alias.name} <span className={styles.note}>{ruleWords(alias.reason)}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </CorrectionForm>
  );
}
