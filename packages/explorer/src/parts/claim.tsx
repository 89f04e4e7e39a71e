import type { Claim } from "colloquy/api";
import type { ReactNode } from "react";
import { strings } from "../text/strings.ts";
import { relationWords } from "../text/format.ts";
import { claimCounts } from "./claim-counts.ts";
import { Evidence } from "./evidence.tsx";
import { EntityLink, SpeakerLink } from "./links.tsx";
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

const SPEAKERS_SHOWN = 4;

/** A claim with the best of its words. `children`: what follows the words. */
export function ClaimItem({
  claim,
  of,
  children,
}: {
  readonly claim: Claim;
  readonly of?: string | undefined;
  readonly children?: ReactNode;
}) {
  const { polarity, evidence, derived, speakers } = claim;
  const counts = claimCounts(polarity);
  return (
    <li className={styles.claim}>
      <p className={styles.head}>
        <StatementText statement={claim} of={of} />
        {counts === null ? null : <span className={styles.count}>{counts}</span>}
        {speakers.length > 1 ? <Speakers speakers={speakers} /> : null}
      </p>
      {evidence === null ? null : <Evidence evidence={evidence} />}
      {derived === undefined ? null : <p className={styles.note}>{strings.derived}</p>}
      {children}
    </li>
  );
}

function Speakers({ speakers }: { readonly speakers: Claim["speakers"] }) {
  const rest = speakers.length - SPEAKERS_SHOWN;
  return (
    <span className={styles.count}>
      {speakers.slice(0, SPEAKERS_SHOWN).map((speaker, index) => (
        <span key={`${speaker.id} ${speaker.name}`}>
          {index === 0 ? "" : ", "}
          <SpeakerLink speaker={speaker} />
        </span>
      ))}
      {rest > 0 ? ` ${strings.further(rest)}` : null}
    </span>
  );
}
