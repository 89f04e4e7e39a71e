import type { Entity } from "colloquy/api";
import { StatementText } from "../../parts/claim.tsx";
import { Evidence } from "../../parts/evidence.tsx";
import { useFold } from "../../parts/fold.tsx";
import { EntityLink, TranscriptLink } from "../../parts/links.tsx";
import { Section } from "../../parts/page.tsx";
import { entityWords as words } from "../../text/entity.ts";
import { clock, counted, titleOf, typeWords } from "../../text/format.ts";
import list from "../../parts/list.module.css";
import claim from "../../parts/claim.module.css";
import styles from "./entity.module.css";

type StatementData = Entity["statements"][number];

const FIRST_STATEMENTS = 6;
const FIRST_TOPICS = 10;

/** What a person states, denies, asks about or supposes, in the person's words. */
export function Statements({
  entity,
  statements,
}: {
  readonly entity: Entity;
  readonly statements: readonly StatementData[];
}) {
  const [shown, button] = useFold(statements, FIRST_STATEMENTS);
  if (statements.length === 0) return null;
  return (
    <Section title={words.statements}>
      <ul>
        {shown.map((statement) => (
          <StatementItem
            key={`${statement.source.id} ${statement.type} ${statement.target.id}`}
            statement={statement}
            of={entity.id}
          />
        ))}
      </ul>
      {button}
    </Section>
  );
}

function StatementItem({ statement, of }: { readonly statement: StatementData; readonly of: string }) {
  const [first, ...others] = statement.evidence;
  return (
    <li className={claim.claim}>
      <p className={claim.head}>
        <StatementText statement={statement} of={of} />
      </p>
      {first === undefined ? null : <Evidence evidence={first} />}
      {others.length === 0 ? null : (
        <p className={styles.places}>
          {words.alsoIn}{" "}
          {others.map((each, index) => (
            <span key={`${each.chunk} ${each.startOffset}`}>
              {index === 0 ? "" : ", "}
              <TranscriptLink place={each}>
                {titleOf(each.file)}
                {each.startMs === null ? null : ` ${clock(each.startMs)}`}
              </TranscriptLink>
            </span>
          ))}
        </p>
      )}
    </li>
  );
}

/** What a person mentions, the most mentioned first, each with the first sentence. */
export function Topics({ topics }: Pick<Entity, "topics">) {
  const [shown, button] = useFold(topics, FIRST_TOPICS);
  if (topics.length === 0) return null;
  return (
    <Section title={words.topics}>
      <ul>
        {shown.map((topic) => {
          const [first] = topic.evidence;
          return (
            <li key={topic.id} className={styles.topic}>
              <p className={styles.topicHead}>
                <EntityLink entity={topic} className={list.name} />
                <span className={list.detail}>
                  {counted(topic.mentions, "mention")} · {typeWords(topic.type)}
                </span>
              </p>
              {first === undefined ? null : <Evidence evidence={{ ...first, polarity: "stated" }} />}
            </li>
          );
        })}
      </ul>
      {button}
    </Section>
  );
}
