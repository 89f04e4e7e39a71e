import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import type { AliasEntry, MadeCorrection } from "colloquy/api";
import { aliasEntriesQuery, correctionsQuery } from "../../../api/queries.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { EntityLink, useWorkspace } from "../../../parts/links.tsx";
import { Loading } from "../../../parts/loading.tsx";
import { More } from "../../../parts/pager.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { Sentence } from "../../../parts/sentence.tsx";
import { corrections as words, entryWords } from "../../../text/corrections.ts";
import { moment } from "../../../text/format.ts";
import { useCorrections } from "./use-corrections.ts";
import styles from "./corrections.module.css";

/** The corrections that were made, the latest first, each with Undo, and what stands in the file. */
export function CorrectionsMade({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const workspace = useWorkspace();
  const made = useInfiniteQuery({ ...correctionsQuery(workspace), enabled: isOpen });
  const entries = useInfiniteQuery({ ...aliasEntriesQuery(workspace), enabled: isOpen });
  const { undo, remove } = useCorrections();
  const undoing = useMutation({ mutationFn: undo });
  const removing = useMutation({ mutationFn: remove });
  const isBusy = undoing.isPending || removing.isPending;
  const error = made.error ?? entries.error;
  const failure = undoing.error ?? removing.error;
  return (
    <Dialog title={words.made} isOpen={isOpen} onClose={onClose} isBusy={isBusy} width="wide">
      {error === null ? null : (
        <Problem error={error} retry={() => void Promise.all([made.refetch(), entries.refetch()])} />
      )}
      {made.isPending && error === null ? <Loading /> : null}
      {made.data === undefined ? null : (
        <div className={styles.form}>
          <p>{words.file(made.data.pages[0]?.file ?? "")}</p>
          <MadeList
            pages={made.data.pages}
            undoing={undoing.isPending ? undoing.variables.id : null}
            onUndo={(each) => {
              removing.reset();
              if (!isBusy) undoing.mutate(each);
            }}
          />
          <More pages={made} />
          {failure === null ? null : (
            <p className={styles.problem} role="alert">
              {words.undoFailed}: <Sentence text={failure.message} />
            </p>
          )}
          <p className={styles.status} role="status">
            {isBusy ? words.busy : null}
          </p>
          <Entries
            pages={entries.data?.pages ?? []}
            removing={removing.isPending ? removing.variables : null}
            onRemove={(entry) => {
              undoing.reset();
              if (!isBusy) removing.mutate(entry);
            }}
          />
          <More pages={entries} />
        </div>
      )}
    </Dialog>
  );
}

interface MadeListProps {
  readonly pages: readonly { readonly items: readonly MadeCorrection[] }[];
  /** The id of the correction that is being undone. */
  readonly undoing: string | null;
  readonly onUndo: (made: MadeCorrection) => void;
}

function MadeList({ pages, undoing, onUndo }: MadeListProps) {
  const items = pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className={styles.note}>{words.none}</p>;
  return (
    <ul>
      {items.map((made) => (
        <MadeItem key={made.id} made={made} isUndoing={undoing === made.id} onUndo={() => onUndo(made)} />
      ))}
    </ul>
  );
}

interface EntriesProps {
  readonly pages: readonly { readonly items: readonly AliasEntry[] }[];
  readonly removing: AliasEntry | null;
  readonly onRemove: (entry: AliasEntry) => void;
}

/** What stands in the file, hidden names first. Each entry can be taken back. */
function Entries({ pages, removing, onRemove }: EntriesProps) {
  const items = pages.flatMap((page) => page.items);
  return (
    <section aria-label={words.entries}>
      <h3>{words.entries}</h3>
      {items.length === 0 ? <p className={styles.note}>{words.fileEmpty}</p> : null}
      <ul>
        {items.map((entry) => {
          const said = entryWords(entry);
          return (
            <li key={`${entry.list} ${said}`} className={styles.made}>
              <p>{said}</p>
              <Button
                onClick={() => onRemove(entry)}
                aria-disabled={entry === removing ? true : undefined}
                aria-label={words.takeBackOf(said)}
              >
                {entry === removing ? words.undoing : words.takeBack}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface MadeProps {
  readonly made: MadeCorrection;
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
