import type { Transcript } from "colloquy/api";
import type { Ref } from "react";
import { TranscriptLink } from "../../parts/links.tsx";
import { Problem } from "../../parts/problem.tsx";
import { counted, date, duration, folderOf, number, titleOf } from "../../text/format.ts";
import { transcript as words } from "../../text/transcript.ts";
import type { Target } from "./address.ts";
import styles from "./heading.module.css";

interface HeadingProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly transcript: Transcript;
  readonly notice: Target["notice"];
  readonly isPage: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** The title of a transcript, what it is, and what a reader must know about the address. */
export function Heading({ ref, transcript, notice, isPage, error, retry }: HeadingProps) {
  const { file, date: day, durationMs, turns, characters } = transcript;
  const about = [
    day === null ? null : date(day),
    durationMs === null ? null : duration(durationMs),
    counted(turns, "turn"),
  ];
  return (
    <div ref={ref} className={styles.place}>
      <header className={styles.heading}>
        <p className={styles.folder}>{folderOf(file)}</p>
        {isPage ? (
          <h1 className={styles.title}>{titleOf(file)}</h1>
        ) : (
          <h2 className={styles.title} data-small>
            <TranscriptLink place={{ file }}>{titleOf(file)}</TranscriptLink>
          </h2>
        )}
        <p className={styles.about}>{about.filter((part) => part !== null).join(" · ")}</p>
        {notice === null ? null : (
          <p className={styles.notice} role="status">
            {notice === "outside" ? words.notice.outside(number(characters)) : words.notice[notice]}
          </p>
        )}
        {characters === 0 ? <p className={styles.about}>{words.empty}</p> : null}
        {error === null ? null : <Problem error={error} retry={retry} />}
      </header>
    </div>
  );
}
