import type { LiveRun } from "colloquy/api";
import { useEffect, useRef } from "react";
import { Section } from "../../parts/page.tsx";
import { Sentence } from "../../parts/sentence.tsx";
import { moment, number, timeOfDay } from "../../text/format.ts";
import { runs as words } from "../../text/runs.ts";
import { useWorkspace } from "../../parts/links.tsx";
import { useLiveRun } from "./use-live-run.ts";
import styles from "./runs.module.css";

/** The run that is in progress: how far each stage is, and the latest lines of its log. */
export function Live() {
  const { live, isLost } = useLiveRun(useWorkspace());
  if (live === null) return isLost ? <p className={styles.note}>{words.lost}</p> : null;
  const { run, chunks, log } = live;
  if (run === null)
    return (
      <p className={styles.note}>
        <Sentence text={isLost ? words.lost : words.idle} />
      </p>
    );
  return (
    <Section title={words.live} aside={isLost ? words.lost : `${run.runId} · ${moment(run.startedAt)}`}>
      {run.isReading ? <Reading /> : <Stages chunks={chunks} />}
      <Log lines={log} />
    </Section>
  );
}

/** The numbers of chunks are still those of the run before. */
function Reading() {
  return (
    <p className={styles.progress}>
      <span>{words.reading}</span>
      <progress aria-label={words.reading} />
    </p>
  );
}

function Stages({ chunks }: Pick<LiveRun, "chunks">) {
  return (
    <>
      <Progress name={words.extracted} done={chunks.extracted} of={chunks.total} />
      <Progress name={words.embedded} done={chunks.embedded} of={chunks.total} />
      <p className={styles.note}>
        {number(chunks.pending)} {words.pending}
        {chunks.deadLetters === 0 ? null : ` · ${number(chunks.deadLetters)} ${words.deadLetters}`}
      </p>
    </>
  );
}

function Progress({ name, done, of }: { readonly name: string; readonly done: number; readonly of: number }) {
  return (
    <p className={styles.progress}>
      <span>{name}</span>
      <progress max={Math.max(1, of)} value={done} aria-label={name} />
      <span className={styles.numbers}>
        {number(done)} / {number(of)}
      </span>
    </p>
  );
}

/** The lines of the log; stays at the end unless a person scrolls up. */
function Log({ lines }: { readonly lines: LiveRun["log"] }) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const { current } = box;
    if (current !== null && atEnd.current) current.scrollTop = current.scrollHeight;
  }, [lines]);
  return (
    <div
      ref={box}
      className={styles.log}
      role="log"
      aria-label={words.log}
      // People without a mouse scroll it with the arrow keys.
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      {lines.map(({ time, text }, index) => (
        <p key={`${time} ${index}`}>
          <time dateTime={time}>{timeOfDay(time)}</time> {text}
        </p>
      ))}
    </div>
  );
}
