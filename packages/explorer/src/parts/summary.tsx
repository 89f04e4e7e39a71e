import type { Summary as SummaryData } from "colloquy/api";
import { clock, titleOf } from "../text/format.ts";
import { TranscriptLink } from "./links.tsx";
import styles from "./summary.module.css";

/** A summary. Each sentence is followed by numbers that lead to the words that it cites. */
export function Summary({ summary }: { readonly summary: SummaryData }) {
  const byNumber = new Map(summary.citations.map((citation) => [citation.n, citation]));
  return (
    <p className={styles.summary}>
      {summary.sentences.map(({ text, citations }) => (
        <span key={text}>
          {text}
          {citations.map((n) => {
            const cited = byNumber.get(n);
            if (cited === undefined) return null;
            const { speaker, file, startMs, text: words } = cited;
            const where = [speaker, titleOf(file), startMs === null ? null : clock(startMs)];
            const label = `${n}: “${words}” ${where.filter((part) => part !== null).join(", ")}`;
            return (
              <sup key={n}>
                <TranscriptLink place={cited} className={styles.number} label={label}>
                  {n}
                </TranscriptLink>
              </sup>
            );
          })}{" "}
        </span>
      ))}
    </p>
  );
}
