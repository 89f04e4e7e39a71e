import type { Entity } from "colloquy/api";
import { Evidence } from "../../parts/evidence.tsx";
import { useFold } from "../../parts/fold.tsx";
import { Section } from "../../parts/page.tsx";
import { entityWords as words } from "../../text/entity.ts";
import styles from "./entity.module.css";

const FIRST = 4;

/** Sentences worth quoting: by a person, or about an entity. */
export function Quotes({ quotes, hasMore }: { readonly quotes: Entity["quotes"]; readonly hasMore: boolean }) {
  const [shown, button] = useFold(quotes, FIRST);
  if (quotes.length === 0) return null;
  return (
    <Section title={words.quotes}>
      <ul className={styles.quotes}>
        {shown.map(({ id, text, evidence }) => (
          <li key={id}>
            <Evidence evidence={{ ...evidence, text, polarity: "stated" }} />
          </li>
        ))}
      </ul>
      {button}
      {hasMore ? <p className={styles.note}>{words.moreQuotes}</p> : null}
    </Section>
  );
}
