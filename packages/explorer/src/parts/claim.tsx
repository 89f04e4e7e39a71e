import type { Claim } from "colloquy/api";
import { strings } from "../text/strings.ts";
import { relationWords } from "../text/format.ts";
import { Evidence } from "./evidence.tsx";
import { EntityLink } from "./links.tsx";
import styles from "./claim.module.css";

type Statement = Pick<Claim, "source" | "type" | "target">;

/** A relation as a sentence: "late caffeine reduces deep sleep". The entity `of` is no link, because its page shows it. */
export function StatementText({ statement, of }: { readonly statement: Statement; readonly of?: string | undefined }) {
  const { source, type, target } = statement;
  return (
    <span className={styles.statement}>
      <End entity={source} of={of} /> <span className={styles.type}>{relationWords(type)}</span>{" "}
      <End entity={target} of={of} />
    </span>
  );
}

function End({ entity, of }: { readonly entity: Statement["source"]; readonly of: string | undefined }) {
  return entity.id === of ? <span>{entity.name}</span> : <EntityLink entity={entity} className={styles.end} />;
}

/** A claim with the best of its words. */
export function ClaimItem({ claim, of }: { readonly claim: Claim; readonly of?: string | undefined }) {
  const { count, polarity, evidence, derived, speakers } = claim;
  const explicit = count - (polarity.implied ?? 0);
  return (
    <li className={styles.claim}>
      <p className={styles.head}>
        <StatementText statement={claim} of={of} />
        {explicit > 1 ? <span className={styles.count}>{strings.times(explicit)}</span> : null}
        {speakers.length > 1 ? (
          <span className={styles.count}>
            {speakers
              .map(({ name }) => name)
              .slice(0, 4)
              .join(", ")}
          </span>
        ) : null}
      </p>
      {evidence === null ? null : <Evidence evidence={evidence} />}
      {derived === undefined ? null : <p className={styles.note}>{strings.derived}</p>}
    </li>
  );
}
