import type { Transcript } from "colloquy/api";
import type { Ref } from "react";
import { counted, date, duration, folderOf, number, titleOf } from "../../text/format.ts";
import { transcript as words } from "../../text/transcript.ts";
import type { Target } from "./address.ts";
import styles from "./heading.module.css";

interface HeadingProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly transcript: Transcript;
  readonly notice: Target["notice"];
  readonly isPage: boolean;
}

/** The title of a transcript, what it is, and what a reader must know about the address. */
export function Heading({ ref, transcript, notice, isPage }: HeadingProps) {
  const { file, date: day, durationMs, turns, characters } = transcript;
  const about = [
    day === null ? null : date(day),
    durationMs === null ? null : duration(durationMs),
    counted(turns, "turn"),
  ];
  return (
    <div ref={ref} className={styles.place}>
      <header className={styles.heading}>
        {isPage ? (
          <>
            <p className={styles.folder}>{folderOf(file)}</p>
            <h1 className={styles.title}>{titleOf(file)}</h1>
          </>
        ) : null}
        <p className={styles.about}>{about.filter((part) => part !== null).join(" · ")}</p>
        {notice === null ? null : (
          <p className={styles.notice} role="status">
            {notice === "outside" ? words.notice.outside(number(characters)) : words.notice[notice]}
          </p>
        )}
        {characters === 0 ? <p className={styles.about}>{words.empty}</p> : null}
      </header>
    </div>
  );
}
