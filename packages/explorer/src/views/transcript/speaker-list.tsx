import type { Transcript } from "colloquy/api";
import { useState } from "react";
import { EntityLink } from "../../parts/links.tsx";
import { counted } from "../../text/format.ts";
import { transcript as words } from "../../text/transcript.ts";
import { speakersByLabel } from "./reader-context.ts";
import type { Looking } from "./use-find.ts";
import styles from "./side.module.css";

interface SpeakerListProps {
  readonly transcript: Transcript;
  readonly looking: Looking;
  readonly look: (looking: Looking) => void;
}

/** How many speakers are shown at first. */
const SHOWN = 10;

/** Who speaks how much. A press on the share emphasises the words of a speaker. */
export function SpeakerList({ transcript, looking, look }: SpeakerListProps) {
  const { speakers, turns: all } = transcript;
  const byLabel = speakersByLabel(speakers);
  const most = Math.max(1, ...speakers.map(({ turns }) => turns));
  const [isWhole, setWhole] = useState(false);
  const sorted = speakers.toSorted((left, right) => right.turns - left.turns);
  const hidden = isWhole ? [] : sorted.slice(SHOWN).filter(({ label }) => label !== looking.speaker);
  return (
    <>
      <ul>
        {sorted
          .filter((speaker) => !hidden.includes(speaker))
          .map(({ id, name, label, turns }) => {
            const share = `${Math.round((100 * turns) / Math.max(1, all))} %`;
            return (
              <li key={label} className={styles.speaker} data-colour={byLabel.get(label)?.colour}>
                {id === null ? (
                  label
                ) : (
                  <EntityLink entity={{ id, name }} className={styles.person}>
                    {label}
                  </EntityLink>
                )}
                <button
                  type="button"
                  className={styles.count}
                  aria-label={`${share}: ${words.highlight(label)}`}
                  title={`${words.highlight(label)}, ${counted(turns, "turn")}`}
                  aria-pressed={looking.speaker === label}
                  onClick={() => look({ speaker: looking.speaker === label ? undefined : label })}
                >
                  {share}
                </button>
                <span className={styles.bar} style={{ width: `${(100 * turns) / most}%` }} aria-hidden />
              </li>
            );
          })}
      </ul>
      {hidden.length === 0 ? null : (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          {words.turn.more(hidden.length)}
        </button>
      )}
    </>
  );
}
