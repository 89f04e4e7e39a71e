import type { Overview } from "colloquy/api";
import { EntityLink, TranscriptLink } from "../../parts/links.tsx";
import { number, titleOf } from "../../text/format.ts";
import { overview as words } from "../../text/overview.ts";
import { strings } from "../../text/strings.ts";
import styles from "./figures.module.css";

type ChangesData = NonNullable<Overview["changes"]>;

const KINDS = [
  ["transcripts", strings.views.transcripts],
  ["entities", strings.views.entities],
  ["relationships", words.relations],
  ["quotes", words.quotes],
] as const;

/** What the last resolution changed: numbers, files and the most mentioned entities. */
export function Changes({ changes }: { readonly changes: ChangesData }) {
  const kinds = KINDS.filter(([kind]) => changes[kind].changed + changes[kind].removed > 0);
  if (kinds.length === 0) return <p className={styles.note}>{words.unchanged}</p>;
  return (
    <>
      <dl className={styles.figures}>
        {kinds.map(([kind, name]) => (
          <div key={kind}>
            <dt>{name}</dt>
            <dd>
              {changes[kind].changed > 0 ? `${number(changes[kind].changed)} ${words.added}` : null}
              {changes[kind].removed > 0 ? ` ${number(changes[kind].removed)} ${words.removed}` : null}
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles.names}>
        {changes.files.map((file, index) => (
          <span key={file}>
            {index === 0 ? "" : ", "}
            <TranscriptLink place={{ file }}>{titleOf(file)}</TranscriptLink>
          </span>
        ))}
      </p>
      <p className={styles.names}>
        {changes.most.map((entity, index) => (
          <span key={entity.id}>
            {index === 0 ? "" : ", "}
            <EntityLink entity={entity} />
          </span>
        ))}
      </p>
    </>
  );
}
