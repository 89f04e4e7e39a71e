import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Entity, EntityReference } from "colloquy/api";
import { entityQuery, occurrencesQuery } from "../../../api/queries.ts";
import { Button } from "../../../parts/button.tsx";
import { useWorkspace } from "../../../parts/links.tsx";
import { Loading } from "../../../parts/loading.tsx";
import { Pick as PickField, type Picked } from "../../../parts/pick.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { corrections as words } from "../../../text/corrections.ts";
import { counted, typeWords } from "../../../text/format.ts";
import type { CorrectionDialogProps } from "./dialog-props.ts";
import { CorrectionForm } from "./form.tsx";
import columns from "../../../parts/columns.module.css";
import styles from "./corrections.module.css";

/** Merges an entity with another one, which is chosen by its name. Both are shown before. */
export function MergeDialog({ entity, other: chosen, isOpen, onClose }: CorrectionDialogProps) {
  const [other, setOther] = useState(chosen);
  const field = useRef<HTMLInputElement>(null);
  const change = useRef<HTMLButtonElement>(null);
  // What had the focus is gone then.
  const pick = (picked: Picked): void => {
    flushSync(() => setOther(picked));
    change.current?.focus();
  };
  const unpick = (): void => {
    flushSync(() => setOther(null));
    field.current?.focus();
  };
  const { data: found } = useQuery({ ...entityQuery(useWorkspace(), other?.id ?? ""), enabled: other !== null });
  return (
    <CorrectionForm
      isOpen={isOpen}
      onClose={onClose}
      title={words.mergeTitle(entity.name)}
      hint={words.mergeHint}
      confirm={words.mergeConfirm}
      canSend={found !== undefined}
      correction={() =>
        other === null
          ? null
          : {
              correction: { merge: [entity.id, other.id] },
              done: words.merged(entity.name, other.name),
              name: entity.name,
            }
      }
    >
      {other === null ? (
        <div className={styles.field}>
          {words.mergeOther}
          <PickField
            kind="entity"
            label={words.mergeOther}
            without={[entity.id]}
            noteFor={(text) => (isNameOf(entity, text) ? words.mergeOwnName(text, entity.name) : null)}
            onPick={pick}
            inputRef={field}
          />
        </div>
      ) : (
        <>
          <div className={columns.two}>
            <MergeSide id={entity.id} />
            <MergeSide id={other.id} />
          </div>
          {found === undefined || found.type === entity.type ? null : (
            <p className={styles.note}>{words.mergeTypes(typeWords(entity.type), typeWords(found.type))}</p>
          )}
          <p>
            <Button kind="quiet" ref={change} onClick={unpick}>
              {words.mergeChange}
            </Button>
          </p>
        </>
      )}
    </CorrectionForm>
  );
}

/** Whether an entity has a name, in any case. */
function isNameOf({ name, aliases }: Entity, text: string): boolean {
  return [name, ...aliases.map((alias) => alias.name)].some((own) => own.toLowerCase() === text.toLowerCase());
}

/** One of the entities: its type, its mentions, and a sentence that mentions it. */
function MergeSide({ id }: Pick<EntityReference, "id">) {
  const workspace = useWorkspace();
  const { data, error } = useQuery(entityQuery(workspace, id));
  const occurrences = useInfiniteQuery(occurrencesQuery(workspace, id));
  if (error !== null) return <Problem error={error} />;
  if (data === undefined) return <Loading />;
  const first = occurrences.data?.pages[0]?.items[0];
  const transcripts = data.files.mentioned;
  return (
    <div className={styles.side}>
      <h3 className={styles.name}>{data.name}</h3>
      <p className={styles.note}>
        {typeWords(data.type)} · {counted(data.mentions, "mention")} · {counted(transcripts, "transcript")}
      </p>
      {first === undefined ? null : <blockquote className={styles.words}>{first.sentence.text}</blockquote>}
    </div>
  );
}
