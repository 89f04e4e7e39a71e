import type { Entity } from "colloquy/api";
import { StatementText } from "../../parts/claim.tsx";
import { PolarityMark } from "../../parts/evidence.tsx";
import { useFold } from "../../parts/fold.tsx";
import { SpeakerLink, TranscriptLink } from "../../parts/links.tsx";
import { Section } from "../../parts/page.tsx";
import { entityWords as words } from "../../text/entity.ts";
import { clock, titleOf } from "../../text/format.ts";
import { strings } from "../../text/strings.ts";
import styles from "./entity.module.css";

type Holder = Entity["holders"][number];

const FIRST_HOLDERS = 6;
const FIRST_STATEMENTS = 4;

/** Who says what, if several people say something. */
export function Holders({ entity }: { readonly entity: Entity }) {
  const holders = entity.holders.filter(({ id, statements }) => id !== entity.id && statements.length > 0);
  const [shown, button] = useFold(holders, FIRST_HOLDERS);
  if (holders.length < 2) return null;
  return (
    <Section title={words.holders}>
      <ul>
        {shown.map((holder) => (
          <HolderItem
            key={`${holder.id} ${holder.name}`}
            holder={holder}
            of={entity.id}
            isAmbiguous={hasNamesake(holder, holders)}
          />
        ))}
      </ul>
      {button}
    </Section>
  );
}

/** Whether another speaker has the same name, such as the "Speaker 1" of two files. */
function hasNamesake(holder: Holder, holders: readonly Holder[]): boolean {
  return holders.some((other) => other !== holder && other.name === holder.name);
}

function HolderItem({
  holder,
  of,
  isAmbiguous,
}: {
  readonly holder: Holder;
  readonly of: string;
  readonly isAmbiguous: boolean;
}) {
  const [shown, button] = useFold(holder.statements, FIRST_STATEMENTS);
  const [file] = holder.transcripts;
  return (
    <li className={styles.holder}>
      <h3 className={styles.holderName}>
        <SpeakerLink speaker={holder} />
        {isAmbiguous && file !== undefined ? <span className={styles.note}> {titleOf(file)}</span> : null}
      </h3>
      <ul>
        {shown.map((statement) => {
          const { source, type, target, polarity, count, evidence } = statement;
          return (
            <li key={`${source.id} ${type} ${target.id} ${polarity}`} className={styles.said}>
              {polarity === "stated" ? null : <PolarityMark polarity={polarity} />}
              <StatementText statement={statement} of={of} />
              {count > 1 ? <span className={styles.note}>{strings.times(count)}</span> : null}
              {evidence === null ? null : (
                <TranscriptLink place={evidence} className={styles.place}>
                  {titleOf(evidence.file)}
                  {evidence.startMs === null ? null : ` ${clock(evidence.startMs)}`}
                </TranscriptLink>
              )}
            </li>
          );
        })}
      </ul>
      {button}
    </li>
  );
}
