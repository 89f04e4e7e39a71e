import type { Entity } from "colloquy/api";
import { StatementText } from "../../parts/claim.tsx";
import { Evidence } from "../../parts/evidence.tsx";
import { entityWords as words } from "../../text/entity.ts";
import claim from "../../parts/claim.module.css";
import styles from "./entity.module.css";

/** Statements that a check withdrew, folded away, each with the reason. */
export function Withdrawn({ entity: { id, withdrawn } }: { readonly entity: Entity }) {
  if (withdrawn.length === 0) return null;
  return (
    <details className={styles.withdrawn}>
      <summary>{words.withdrawn(withdrawn.length)}</summary>
      <p className={styles.note}>{words.withdrawnHint}</p>
      <ul>
        {withdrawn.map((each) => (
          <li key={`${each.source.id} ${each.type} ${each.target.id}`} className={claim.claim}>
            <p className={claim.head}>
              <StatementText statement={each} of={id} />
              <span className={claim.count}>{words.reasonsOfWithdrawal[each.withdrawn]}</span>
            </p>
            {each.evidence === null ? null : <Evidence evidence={each.evidence} />}
          </li>
        ))}
      </ul>
    </details>
  );
}
