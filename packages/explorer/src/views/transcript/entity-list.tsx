import type { Transcript } from "colloquy/api";
import { useState } from "react";
import { EntityLink } from "../../parts/links.tsx";
import { typeWords } from "../../text/format.ts";
import { strings } from "../../text/strings.ts";
import { transcript as words } from "../../text/transcript.ts";
import type { Looking } from "./use-find.ts";
import styles from "./side.module.css";

interface EntityListProps {
  readonly entities: Transcript["entities"];
  readonly looking: Looking;
  readonly look: (looking: Looking) => void;
}

/** How many entities are shown at first. */
const SHOWN = 12;

/** What a transcript mentions most. A press on the number goes through the places. */
export function EntityList({ entities, looking, look }: EntityListProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? entities : entities.slice(0, SHOWN);
  return (
    <>
      <ul>
        {shown.map((entity) => {
          const isChosen = looking.entity === entity.id;
          return (
            <li key={entity.id} className={styles.entity}>
              <EntityLink entity={entity} className={styles.name} />
              <button
                type="button"
                className={styles.count}
                title={`${words.stepTo(entity.name)} (${typeWords(entity.type)})`}
                aria-label={`${strings.times(entity.mentions)}: ${words.stepTo(entity.name)}`}
                aria-pressed={isChosen}
                onClick={() => look({ entity: isChosen ? undefined : entity.id, find: undefined })}
              >
                {strings.times(entity.mentions)}
              </button>
            </li>
          );
        })}
      </ul>
      {isWhole || entities.length <= SHOWN ? null : (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          {words.turn.more(entities.length - SHOWN)}
        </button>
      )}
    </>
  );
}
