import type { ClaimMark, QuoteMark } from "colloquy/api";
import { PolarityMark } from "../../parts/evidence.tsx";
import { transcript as words } from "../../text/transcript.ts";
import { useReading } from "./reader-context.ts";
import type { ShownTurn } from "./turns.ts";
import { claimText } from "./words.tsx";
import styles from "./margin.module.css";

interface MarginProps {
  readonly turn: ShownTurn;
  readonly claims: readonly ClaimMark[];
  readonly quotes: readonly QuoteMark[];
  readonly emphasise: (relationship: string | null) => void;
}

/** The most claims that stand beside a turn; the popover has the others. */
const MOST = 3;

/** The claims of a turn beside its words. */
export function Margin({ turn, claims, quotes, emphasise }: MarginProps) {
  const { layout, entities, open } = useReading();
  const own = onceEach(claims);
  if (layout === "narrow" || own.length + quotes.length === 0) return null;
  const shown = own.length > MOST ? own.slice(0, MOST - 1) : own;
  const rest = own.slice(shown.length);
  return (
    <ul className={styles.margin} aria-label={words.turn.claims}>
      {shown.map((claim) => (
        <li key={claim.relationship}>
          <button
            type="button"
            className={styles.claim}
            aria-haspopup="dialog"
            onClick={(event) => open({ anchor: event.currentTarget, turn, mentions: [], claims: [claim] })}
            onMouseEnter={() => emphasise(claim.relationship)}
            onMouseLeave={() => emphasise(null)}
            onFocus={() => emphasise(claim.relationship)}
            onBlur={() => emphasise(null)}
          >
            {claimText(claim, entities)}
            {claim.polarity === "stated" ? null : (
              <>
                {" "}
                <PolarityMark polarity={claim.polarity} />
              </>
            )}
          </button>
        </li>
      ))}
      {rest.length === 0 ? null : (
        <li>
          <button
            type="button"
            className={styles.claim}
            aria-haspopup="dialog"
            onClick={(event) => open({ anchor: event.currentTarget, turn, mentions: [], claims: rest })}
          >
            {words.turn.more(rest.length)}
          </button>
        </li>
      )}
      {quotes.length === 0 ? null : <li className={styles.quote}>{words.turn.quote}</li>}
    </ul>
  );
}

/** Claims by relationship: several words of a turn may support one. */
function onceEach(claims: readonly ClaimMark[]): readonly ClaimMark[] {
  return [...new Map(claims.map((claim) => [`${claim.relationship} ${claim.polarity}`, claim])).values()];
}
