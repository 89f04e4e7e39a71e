import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ListFilter } from "lucide-react";
import type { Entity } from "colloquy/api";
import { overviewQuery } from "../../api/queries.ts";
import { BarsByDate } from "../../parts/bars.tsx";
import { useFold } from "../../parts/fold.tsx";
import { TranscriptLink, useWorkspace } from "../../parts/links.tsx";
import { Section } from "../../parts/page.tsx";
import { entityWords as words } from "../../text/entity.ts";
import { counted, dateBeside, titleOf } from "../../text/format.ts";
import list from "../../parts/list.module.css";
import { type Bar, barsOf, type CountedFile, countsOf, mostFirst } from "./over-time.ts";
import styles from "./over-time.module.css";

const MOST_BARS = 60;
const FIRST = 6;
/** From here on the transcripts with most mentions say more than the first ones. */
const MANY = 12;

/** Turns or mentions by transcript: a picture of all transcripts in their order, then the transcripts by name. */
export function OverTime({ entity }: { readonly entity: Entity }) {
  const byFile = countsOf(entity);
  const isLong = byFile.length > MANY;
  const [shown, button] = useFold(isLong ? mostFirst(byFile) : byFile, FIRST);
  if (byFile.length === 0) return null;
  const noun = entity.spoken === null ? words.mention : words.turnOfPerson;
  const all = entity.spoken?.transcripts ?? entity.files.all;
  return (
    <Section title={words.overTime}>
      <Picture byFile={byFile} noun={noun} />
      {isCut(entity) ? <p className={styles.note}>{words.part(byFile.length, all, noun)}</p> : null}
      {isLong ? <p className={styles.note}>{words.most(noun)}</p> : null}
      <ul className={list.list}>
        {shown.map((counts) => (
          <li key={counts.file} className={list.row}>
            <span>
              <TranscriptLink place={counts} className={list.name}>
                {titleOf(counts.file)}
              </TranscriptLink>
              <DateUnder day={dateBeside(counts.file, counts.date)} />
            </span>
            {counts.mentions === null ? (
              <span className={list.detail}>{counted(counts.count, noun)}</span>
            ) : (
              <OccurrencesLink id={entity.id} file={counts.file} text={textOf(counts.mentions, counts.count)} />
            )}
          </li>
        ))}
      </ul>
      {button}
    </Section>
  );
}

/** Leads to the occurrences in a transcript. */
function OccurrencesLink({ id, file, text }: { readonly id: string; readonly file: string; readonly text: string }) {
  return (
    <Link
      from="/w/$workspace/entities/$id"
      to="/w/$workspace/entities/$id"
      params={{ workspace: useWorkspace(), id }}
      search={(search) => ({ ...search, file })}
      hash="occurrences"
      className={styles.filter}
      aria-label={`${text}. ${words.only(titleOf(file))}`}
    >
      {text}
      <ListFilter size={14} aria-hidden />
    </Link>
  );
}

/** Whether the counts of some transcripts are left out. Several transcripts may have a file of one name. */
function isCut({ spoken, byFile, files }: Entity): boolean {
  if (spoken === null) return byFile.length < files.all;
  return spoken.byFile.reduce((sum, { turns }) => sum + turns, 0) < spoken.turns;
}

function DateUnder({ day }: { readonly day: string | null }) {
  return day === null ? null : <span className={list.under}>{day}</span>;
}

function textOf(mentions: number, withFound: number): string {
  return mentions === 0 ? words.found(withFound) : counted(mentions, words.mention);
}

function Picture({ byFile, noun }: { readonly byFile: readonly CountedFile[]; readonly noun: string }) {
  const { data } = useQuery(overviewQuery(useWorkspace()));
  const isWhole = data !== undefined && data.transcripts.length === data.counts.transcripts;
  const bars = barsOf(byFile, isWhole ? data.transcripts : [], MOST_BARS);
  if (bars.length < 2) return null;
  const most = Math.max(...bars.map(({ count }) => count));
  const countedFiles = new Set(byFile.map(({ file }) => file));
  return (
    <div className={styles.figure}>
      <BarsByDate bars={bars} datesOf={({ dates }) => dates} withoutDates={words.inOrder}>
        {(group) => (
          <div className={styles.bars} role="img" aria-label={labelOf(group, noun, countedFiles)}>
            {group.map(({ files, count }) => (
              <span
                key={files[0]}
                className={styles.bar}
                title={`${files.map(titleOf).slice(0, 3).join(", ")}: ${counted(count, noun)}`}
                style={{ height: count === 0 ? "1px" : `${Math.max(8, (100 * count) / most)}%` }}
              />
            ))}
          </div>
        )}
      </BarsByDate>
    </div>
  );
}

function labelOf(bars: readonly Bar[], noun: string, countedFiles: ReadonlySet<string>): string {
  const sum = bars.reduce((total, { count }) => total + count, 0);
  const transcripts = bars.flatMap(({ files }) => files.filter((file) => countedFiles.has(file)));
  return words.picture(counted(sum, noun), counted(transcripts.length, "transcript"));
}
