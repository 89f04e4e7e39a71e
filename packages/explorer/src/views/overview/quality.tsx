import type { Overview } from "colloquy/api";
import { Sentence } from "../../parts/sentence.tsx";
import { number } from "../../text/format.ts";
import { overview as words } from "../../text/overview.ts";
import styles from "./figures.module.css";

/** The part of a whole in per cent. */
function share(part: number, whole: number): string {
  return whole === 0 ? "–" : `${Math.round((100 * part) / whole)} %`;
}

/** How much of the transcripts is read, and how much of what was found holds. */
export function Quality({ quality }: { readonly quality: Overview["quality"] }) {
  const { extracted, embedded, deadLetters, items, checks, connected, profiles, review } = quality;
  const found = items.kept + items.ungrounded;
  const rows: readonly (readonly [value: string, meaning: string])[] = [
    [share(extracted.chunks, extracted.of), words.extracted],
    [share(embedded.chunks, embedded.of), words.embedded],
    ...(deadLetters === 0 ? [] : [[number(deadLetters), words.deadLetters] as const]),
    // Rules take their facts from the words themselves, so there is nothing to compare.
    ...(found === 0 ? [] : [[share(items.kept, found), words.grounded] as const]),
    ...(items.ungrounded === 0 ? [] : [[number(items.ungrounded), words.ungrounded] as const]),
    ...(checks.checked === 0
      ? []
      : [[`${number(checks.withdrawn)} / ${number(checks.checked)}`, words.withdrawn] as const]),
    [share(connected.entities, connected.of), words.connected],
    ...review
      .filter(({ answered }) => answered > 0)
      .map(({ kind, answered, right, low, high }) => {
        const interval = low === null || high === null ? "" : ` (${share(low, 1)} – ${share(high, 1)})`;
        return [`${right} / ${answered}${interval}`, words.reviewed(kind)] as const;
      }),
  ];
  return (
    <>
      <dl className={styles.figures}>
        {rows.map(([value, meaning]) => (
          <div key={meaning}>
            <dt>{meaning}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {profiles.length === 0 ? null : (
        <p className={styles.note}>{words.foundBy(profiles.map(({ profile }) => profile))}</p>
      )}
      {review.some(({ answered }) => answered > 0) ? null : (
        <p className={styles.note}>
          <Sentence text={words.unreviewed} />
        </p>
      )}
    </>
  );
}
