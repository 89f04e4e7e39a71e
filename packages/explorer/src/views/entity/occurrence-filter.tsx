import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Entity, Occurrence } from "colloquy/api";
import { Button } from "../../parts/button.tsx";
import { entityWords as words } from "../../text/entity.ts";
import { titleOf } from "../../text/format.ts";
import { filesFor, speakersFor } from "./filter-choices.ts";
import textField from "../../parts/text-field.module.css";
import styles from "./occurrences.module.css";

interface FilterProps {
  readonly entity: Entity;
  /** The occurrences that are shown. */
  readonly found: readonly Occurrence[];
}

/** Chooses the transcript and the speaker whose occurrences are shown. */
export function OccurrenceFilter({ entity, found }: FilterProps) {
  const navigate = useNavigate({ from: "/w/$workspace/entities/$id" });
  const { file, speaker } = useSearch({ from: "/w/$workspace/entities/$id" });
  const choose = (chosen: { readonly file?: string | undefined; readonly speaker?: string | undefined }): void =>
    void navigate({ search: (search) => ({ ...search, ...chosen }), replace: true, resetScroll: false });
  const speakers = speakersFor(entity, found, speaker);
  const files = filesFor(entity.byFile, file);
  if (files.length + speakers.length < 3 && file === undefined && speaker === undefined) return null;
  return (
    <div className={styles.filters}>
      <Choice
        label={words.transcript}
        all={words.anyTranscript}
        value={file}
        options={files.map((each) => ({ value: each, name: titleOf(each) }))}
        onChoose={(value) => choose({ file: value })}
      />
      <Choice
        label={words.speaker}
        all={words.anySpeaker}
        value={speaker}
        options={speakers.map((name) => ({ value: name, name }))}
        onChoose={(value) => choose({ speaker: value })}
      />
      {file === undefined && speaker === undefined ? null : (
        <Button kind="quiet" onClick={() => choose({ file: undefined, speaker: undefined })}>
          {words.clear}
        </Button>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  /** The name of the first option, which chooses all. */
  readonly all: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly name: string }[];
  readonly onChoose: (value: string | undefined) => void;
}

function Choice({ label, all, value, options, onChoose }: ChoiceProps) {
  return (
    <label className={styles.field}>
      {label}
      <select
        className={textField.field}
        value={value ?? ""}
        onChange={(event) => onChoose(event.target.value === "" ? undefined : event.target.value)}
      >
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}
