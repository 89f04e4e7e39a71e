import type { Contradiction, Entity } from "colloquy/api";
import { StatementText } from "../../parts/claim.tsx";
import { Evidence } from "../../parts/evidence.tsx";
import { useFold } from "../../parts/fold.tsx";
import { SpeakerLink } from "../../parts/links.tsx";
import { Section } from "../../parts/page.tsx";
import { entityWords as words } from "../../text/entity.ts";
import { dateBeside } from "../../text/format.ts";
import { claimKey, type Side, sidesOf } from "./arrange.ts";
import columns from "../../parts/columns.module.css";
import styles from "./contradictions.module.css";

const FIRST = 4;
const SPEAKERS = 5;

/** What is said and denied, or said in opposite ways: both sides beside each other, with those who say it. */
export function Contradictions({ entity }: { readonly entity: Entity }) {
  const [shown, button] = useFold(entity.contradictions, FIRST);
  if (entity.contradictions.length === 0) return null;
  return (
    <Section title={words.contradictions}>
      <ul>
        {shown.map((each) => (
          <li key={each.claims.map((claim) => claimKey(claim, entity.id)).join(" ")} className={styles.contradiction}>
            <Opposed contradiction={each} entity={entity} />
          </li>
        ))}
      </ul>
      {button}
    </Section>
  );
}

function Opposed({ contradiction, entity }: { readonly contradiction: Contradiction; readonly entity: Entity }) {
  const sides = sidesOf(contradiction, entity.holders);
  const [one, other] = sides.map(({ speakers }) => speakers);
  const isOneSpeaker = one?.length === 1 && other?.length === 1 && one[0]?.name === other[0]?.name;
  const [claim] = contradiction.claims;
  return (
    <>
      {contradiction.reason === "types" || claim === undefined ? null : (
        <p className={styles.claim}>
          <StatementText statement={claim} of={entity.id} />
        </p>
      )}
      <div className={columns.two}>
        {sides.map((side) => (
          <SideOf
            key={`${side.claim.type} ${side.evidence.polarity}`}
            side={side}
            isStatement={contradiction.reason === "types"}
            entity={entity}
          />
        ))}
      </div>
      {isOneSpeaker ? <p className={styles.note}>{words.sameSpeaker}</p> : null}
    </>
  );
}

interface SideProps {
  readonly side: Side;
  /** Whether the sides are different statements, and not one that is stated and denied. */
  readonly isStatement: boolean;
  readonly entity: Entity;
}

function SideOf({ side: { claim, evidence, speakers }, isStatement, entity }: SideProps) {
  const day = dateBeside(evidence.file, entity.byFile.find(({ file }) => file === evidence.file)?.date ?? null);
  return (
    <div className={styles.side} data-polarity={evidence.polarity}>
      <p className={styles.who}>
        {speakers.slice(0, SPEAKERS).map((speaker, index) => (
          <span key={`${speaker.id} ${speaker.name}`}>
            {index === 0 ? "" : ", "}
            <SpeakerLink speaker={speaker} className={styles.name} />
          </span>
        ))}
        {speakers.length > SPEAKERS ? ` ${words.furtherSpeakers(speakers.length - SPEAKERS)}` : null}{" "}
        {isStatement ? null : (
          <span className={styles.says}>{words.says[evidence.polarity][speakers.length > 1 ? 1 : 0]}</span>
        )}
        {day === null ? null : <span className={styles.note}> {day}</span>}
      </p>
      {isStatement ? (
        <p className={styles.statement}>
          <StatementText statement={claim} of={entity.id} />
        </p>
      ) : null}
      <Evidence evidence={{ ...evidence, polarity: "stated" }} />
    </div>
  );
}
