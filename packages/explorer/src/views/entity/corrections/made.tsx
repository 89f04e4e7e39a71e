import { useMutation, useQuery } from "@tanstack/react-query";
import type { Corrections } from "colloquy/api";
import { correctionsQuery } from "../../../api/queries.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { EntityLink, useWorkspace } from "../../../parts/links.tsx";
import { Loading } from "../../../parts/loading.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { Sentence } from "../../../parts/sentence.tsx";
import { corrections as words, entryWords } from "../../../text/corrections.ts";
import { moment } from "../../../text/format.ts";
import { useCorrections } from "./use-corrections.ts";
import styles from "./corrections.module.css";

type Made = Corrections["made"][number];

/** The corrections that were made, the latest first, each with Undo, and the file that has them. */
export function CorrectionsMade({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const workspace = useWorkspace();
  const { data, error, refetch } = useQuery({ ...correctionsQuery(workspace), enabled: isOpen });
  const { undo } = useCorrections();
  const undoing = useMutation({ mutationFn: undo });
  return (
    <Dialog title={words.made} isOpen={isOpen} onClose={onClose} isBusy={undoing.isPending} width="wide">
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {data === undefined ? (
        error === null ? (
          <Loading />
        ) : null
      ) : (
        <div className={styles.form}>
          <p>{words.file(data.file)}</p>
          {data.made.length === 0 ? <p className={styles.note}>{words.none}</p> : null}
          <ul>
            {data.made.map((made) => (
              <MadeItem
                key={made.id}
                made={made}
                isUndoing={undoing.isPending && undoing.variables.id === made.id}
                onUndo={() => {
                  if (!undoing.isPending) undoing.mutate(made);
                }}
              />
            ))}
          </ul>
          {undoing.error === null ? null : (
            <p className={styles.problem} role="alert">
              {words.undoFailed}: <Sentence text={undoing.error.message} />
            </p>
          )}
          <p className={styles.status} role="status">
            {undoing.isPending ? words.busy : null}
          </p>
          {data.text.trim() === "" ? (
            <p className={styles.note}>{words.fileEmpty}</p>
          ) : (
            <details>
              <summary className={styles.summary}>{words.fileText}</summary>
              <pre className={styles.text} tabIndex={0}>
                {data.text}
              </pre>
            </details>
          )}
        </div>
      )}
    </Dialog>
  );
}

interface MadeProps {
  readonly made: Made;
  readonly isUndoing: boolean;
  readonly onUndo: () => void;
}

function MadeItem({ made: { added, removed, entity, at, undone }, isUndoing, onUndo }: MadeProps) {
  return (
    <li className={styles.made} data-undone={undone}>
      <div>
        {added.map((entry) => (
          <p key={entryWords(entry)}>{entryWords(entry)}</p>
        ))}
        {removed.map((entry) => (
          <p key={entryWords(entry)}>
            {words.removed} {entryWords(entry)}
          </p>
        ))}
        <p className={styles.note}>
          <time dateTime={at}>{moment(at)}</time>
          {entity === null || undone ? null : (
            <>
              {" · "}
              <EntityLink entity={entity} />
            </>
          )}
        </p>
      </div>
      {undone ? (
        <span className={styles.note}>{words.undone}</span>
      ) : (
        <Button onClick={onUndo} aria-disabled={isUndoing ? true : undefined}>
          {isUndoing ? words.undoing : words.undo}
        </Button>
      )}
    </li>
  );
}
