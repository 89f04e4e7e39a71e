import type { Evidence as EvidenceData, Polarity } from "colloquy/api";
import { strings } from "../text/strings.ts";
import { clock, titleOf } from "../text/format.ts";
import { TranscriptLink } from "./links.tsx";
import styles from "./evidence.module.css";

type Words = Omit<EvidenceData, "polarity"> & { readonly polarity?: Polarity };

/** Words of a transcript as a quotation, with speaker, transcript and time. The source leads to the words. */
export function Evidence({ evidence, number }: { readonly evidence: Words; readonly number?: number }) {
  const { text, polarity } = evidence;
  return (
    <figure className={styles.evidence}>
      <blockquote className={styles.words}>
        {number === undefined ? null : <span className={styles.number}>{number}</span>}
        {text}
      </blockquote>
      <figcaption className={styles.source}>
        {polarity === undefined || polarity === "stated" ? null : <PolarityMark polarity={polarity} />}
        <Source evidence={evidence} />
      </figcaption>
    </figure>
  );
}

/** Speaker, transcript and time of words, as a link to them. */
export function Source({
  evidence,
  isFileKnown = false,
}: {
  readonly evidence: Omit<Words, "text">;
  /** Whether the transcript is named before, so that it is left out. */
  readonly isFileKnown?: boolean;
}) {
  const { speaker, file, startMs, approximate } = evidence;
  const time = startMs === null ? null : clock(startMs);
  return (
    <TranscriptLink place={evidence} className={styles.link}>
      <span className={styles.speaker}>{speaker ?? strings.unknownSpeaker}</span>
      {isFileKnown ? null : <span className={styles.file}>{titleOf(file)}</span>}
      {time === null ? null : (
        <time title={approximate === true ? strings.approximate : undefined}>
          {approximate === true ? `~${time}` : time}
        </time>
      )}
    </TranscriptLink>
  );
}

/** How words say something, if they do not state it. */
export function PolarityMark({ polarity }: { readonly polarity: Polarity }) {
  return (
    <span className={styles.polarity} data-polarity={polarity}>
      {strings.polarity[polarity]}
    </span>
  );
}
