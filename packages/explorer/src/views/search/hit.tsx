import type { Hit } from "colloquy/api";
import { useState } from "react";
import { Source } from "../../parts/evidence.tsx";
import { search as words } from "../../text/search.ts";
import { excerptOf } from "./excerpt.ts";
import styles from "./search.module.css";

/** A found chunk: the words that match best, with a little around them. The source leads to them. */
export function HitItem({ hit }: { readonly hit: Hit }) {
  const [isWhole, setWhole] = useState(false);
  const { before, match, after, isPart } = excerptOf(hit, isWhole);
  const { duplicates = [] } = hit;
  return (
    <li className={styles.hit}>
      <p className={styles.words}>
        <span className={styles.around}>{before}</span>
        <mark className={styles.match}>{match}</mark>
        <span className={styles.around}>{after}</span>
      </p>
      <div className={styles.foot}>
        <Source evidence={{ ...hit, ...hit.match }} />
        {duplicates.length === 0 ? null : <span className={styles.around}>{words.duplicates(duplicates.length)}</span>}
        {isPart ? (
          <button type="button" className={styles.toggle} onClick={() => setWhole(!isWhole)}>
            {isWhole ? words.less : words.whole}
          </button>
        ) : null}
      </div>
    </li>
  );
}
