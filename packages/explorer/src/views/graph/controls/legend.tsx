import { typeWords } from "../../../text/format.ts";
import { graph as words } from "../../../text/graph.ts";
import { GROUP_TOKENS, OTHER_TOKEN } from "../picture/colours.ts";
import type { Scene } from "../picture/scene.ts";
import type { ColourGroup } from "../use-scene.ts";
import styles from "./legend.module.css";

interface LegendProps {
  readonly scene: Scene;
  readonly groups: readonly ColourGroup[];
  readonly isByCommunity: boolean;
}

/** What the colours and the lines of the picture mean; only those that are there. */
export function Legend({ scene: { dots, lines }, groups, isByCommunity }: LegendProps) {
  const used = new Set(dots.map(({ group }) => group));
  const kinds = new Set(lines.map(({ tone, isDashed }) => (tone === "said" && isDashed ? "asked" : tone)));
  return (
    // A narrow window scrolls it, by keys, too.
    <div className={styles.legend} role="group" aria-label={words.legend} tabIndex={0}>
      <ul>
        {groups.map(({ key, name }, index) =>
          used.has(index) ? (
            <li key={key}>
              <span className={styles.dot} style={{ background: `var(${GROUP_TOKENS[index]})` }} aria-hidden />
              <span className={styles.name}>{isByCommunity ? name : typeWords(name)}</span>
            </li>
          ) : null,
        )}
        {used.has(null) ? (
          <li>
            <span className={styles.dot} style={{ background: `var(${OTHER_TOKEN})` }} aria-hidden />
            <span className={styles.name}>{words.others}</span>
          </li>
        ) : null}
      </ul>
      <ul>
        {(["said", "implied", "asked", "denied"] as const).map((kind) =>
          kinds.has(kind) ? (
            <li key={kind}>
              <span className={styles.line} data-kind={kind} aria-hidden />
              <span className={styles.name}>{words.lines[kind]}</span>
            </li>
          ) : null,
        )}
      </ul>
    </div>
  );
}
