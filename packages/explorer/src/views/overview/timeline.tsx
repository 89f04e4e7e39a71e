import type { ListedTranscript } from "colloquy/api";
import { TranscriptLink } from "../../parts/links.tsx";
import { counted, date, duration, titleOf } from "../../text/format.ts";
import { overview as words } from "../../text/overview.ts";
import styles from "./timeline.module.css";

const TALLEST_REM = 4;
const SHORTEST_REM = 0.35;

/** Transcripts as bars in the order of their dates; the height is the length. Each leads to its transcript. */
export function Timeline({ transcripts }: { readonly transcripts: readonly ListedTranscript[] }) {
  const longest = Math.max(1, ...transcripts.map(({ characters }) => characters));
  const dates = transcripts.flatMap(({ date: day }) => day ?? []);
  const [first, last] = [dates[0], dates.at(-1)];
  return (
    <figure>
      <ol className={styles.bars}>
        {transcripts.map((transcript) => (
          <li key={transcript.id} className={styles.bar}>
            <TranscriptLink place={transcript} className={styles.link} label={labelOf(transcript)}>
              <span
                className={styles.length}
                title={labelOf(transcript)}
                style={{ height: `${Math.max(SHORTEST_REM, (transcript.characters / longest) * TALLEST_REM)}rem` }}
              />
            </TranscriptLink>
          </li>
        ))}
      </ol>
      <figcaption className={styles.caption}>
        {first === undefined || last === undefined ? (
          words.withoutDates
        ) : (
          <>
            <span>{date(first)}</span>
            {last === first ? null : <span>{date(last)}</span>}
          </>
        )}
      </figcaption>
    </figure>
  );
}

function labelOf({ file, date: day, durationMs, turns }: ListedTranscript): string {
  const length = durationMs === null ? counted(turns, "turn") : duration(durationMs);
  return [titleOf(file), day === null ? null : date(day), length].filter((part) => part !== null).join(", ");
}
