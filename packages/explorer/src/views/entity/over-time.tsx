import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ListFilter } from "lucide-react";
import type { Entity } from "colloquy/api";
import { overviewQuery } from "../../api/queries.ts";
import { useFold } from "../../parts/fold.tsx";
import { TranscriptLink, useWorkspace } from "../../parts/links.tsx";
import { Section } from "../../parts/page.tsx";
import { entityWords as words } from "../../text/entity.ts";
import { counted, date, dateBeside, titleOf } from "../../text/format.ts";
import list from "../../parts/list.module.css";
import { barsOf, datesOf, mostMentioned } from "./over-time.ts";
import styles from "./over-time.module.css";

const MOST_BARS = 60;
const FIRST = 6;
/** From here on the transcripts with most mentions say more than the first ones. */
const MANY = 12;

/** Mentions by transcript: a picture of all transcripts in their order, then the transcripts by name. */
export function OverTime({ entity }: { readonly entity: Entity }) {
  const workspace = useWorkspace();
  const { byFile, files, id } = entity;
  const order = byFile.length > MANY ? mostMentioned(byFile) : byFile;
  const [shown, button] = useFold(order, FIRST);
  if (byFile.length === 0) return null;
  return (
    <Section title={words.overTime}>
      <Picture byFile={byFile} />
      {byFile.length < files.all ? <p className={styles.note}>{words.part(byFile.length, files.all)}</p> : null}
      {byFile.length > MANY ? <p className={styles.note}>{words.mostMentioned}</p> : null}
      <ul className={list.list}>
        {shown.map(({ file, date: day, mentions, found }) => (
          <li key={file} className={list.row}>
            <span>
              <TranscriptLink place={{ file }} className={list.name}>
                {titleOf(file)}
              </TranscriptLink>
              <DateUnder day={dateBeside(file, day)} />
            </span>
            <Link
              from="/w/$workspace/entities/$id"
              to="/w/$workspace/entities/$id"
              params={{ workspace, id }}
              search={(search) => ({ ...search, file })}
              hash="occurrences"
              className={styles.filter}
              aria-label={`${countsOf(mentions, found)}. ${words.only(titleOf(file))}`}
            >
              {countsOf(mentions, found)}
              <ListFilter size={14} aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
      {button}
    </Section>
  );
}

function DateUnder({ day }: { readonly day: string | null }) {
  return day === null ? null : <span className={list.under}>{day}</span>;
}

function countsOf(mentions: number, found: number): string {
  if (mentions === 0) return words.found(found);
  return counted(mentions, "mention");
}

function Picture({ byFile }: Pick<Entity, "byFile">) {
  const { data } = useQuery(overviewQuery(useWorkspace()));
  const isWhole = data !== undefined && data.transcripts.length === data.counts.transcripts;
  const bars = barsOf(byFile, isWhole ? data.transcripts : [], MOST_BARS);
  if (bars.length < 2) return null;
  const most = Math.max(...bars.map(({ mentions }) => mentions));
  const sum = bars.reduce((total, { mentions }) => total + mentions, 0);
  const dates = datesOf(bars);
  const transcripts = counted(byFile.length, "transcript");
  return (
    <figure className={styles.figure}>
      <div className={styles.bars} role="img" aria-label={words.picture(counted(sum, "mention"), transcripts)}>
        {bars.map(({ files, mentions }) => (
          <span
            key={files[0]}
            className={styles.bar}
            title={`${files.map(titleOf).slice(0, 3).join(", ")}: ${counted(mentions, "mention")}`}
            style={{ height: mentions === 0 ? "1px" : `${Math.max(8, (100 * mentions) / most)}%` }}
          />
        ))}
      </div>
      <figcaption className={styles.caption}>
        {dates === null ? (
          words.inOrder
        ) : (
          <>
            <span>{date(dates[0])}</span>
            {dates[0] === dates[1] ? null : <span>{date(dates[1])}</span>}
          </>
        )}
      </figcaption>
    </figure>
  );
}
