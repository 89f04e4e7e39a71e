import type { ListedTranscript, Overview } from "colloquy/api";
import { BarsByDate } from "../../parts/bars.tsx";
import { TranscriptLink } from "../../parts/links.tsx";
import { counted, date, duration, titleOf } from "../../text/format.ts";
import { overview as words } from "../../text/overview.ts";
import { notesOf } from "./timeline-notes.ts";
import styles from "./timeline.module.css";

const TALLEST_REM = 4;
const SHORTEST_REM = 0.35;

/** Bars that are wide enough to be pressed, in the narrowest window. */
const MOST_LINKS = 14;

interface TimelineProps extends Pick<Overview, "dated"> {
  readonly transcripts: readonly ListedTranscript[];
  /** The number of all transcripts. */
  readonly total: number;
}

/**
 * Transcripts as bars in the order of their dates; the height is the length. Each of a few leads to its transcript. It says which
 * transcripts are not shown.
 */
export function Timeline({ transcripts, dated, total }: TimelineProps) {
  const longest = Math.max(1, ...transcripts.map(({ characters }) => characters));
  const links = transcripts.length <= MOST_LINKS;
  const shownDated = transcripts.filter(({ date: day }) => day !== null).length;
  const shown = { dated: shownDated, undated: transcripts.length - shownDated };
  return (
    <>
      <BarsByDate bars={transcripts} datesOf={datesOf} withoutDates={words.withoutDates}>
        {(bars) => (
          <ol className={styles.bars}>
            {bars.map((transcript) => (
              <li key={transcript.id} className={styles.bar}>
                {links ? (
                  <TranscriptLink place={transcript} className={styles.link} label={labelOf(transcript)}>
                    <Bar transcript={transcript} longest={longest} />
                  </TranscriptLink>
                ) : (
                  <Bar transcript={transcript} longest={longest} />
                )}
              </li>
            ))}
          </ol>
        )}
      </BarsByDate>
      {notesOf(shown, { dated, undated: total - dated }).map((note) => (
        <p key={note} className={styles.caption}>
          {note}
        </p>
      ))}
    </>
  );
}

function datesOf({ date: day }: ListedTranscript): readonly string[] {
  return day === null ? [] : [day];
}

function Bar({ transcript, longest }: { readonly transcript: ListedTranscript; readonly longest: number }) {
  const height = Math.max(SHORTEST_REM, (transcript.characters / longest) * TALLEST_REM);
  return (
    <span className={styles.length} title={labelOf(transcript)} style={{ height: `${height}rem` }}>
      <span className="visually-hidden">{labelOf(transcript)}</span>
    </span>
  );
}

function labelOf({ file, date: day, durationMs, turns }: ListedTranscript): string {
  const length = durationMs === null ? counted(turns, "turn") : duration(durationMs);
  return [titleOf(file), day === null ? null : date(day), length].filter((part) => part !== null).join(", ");
}
