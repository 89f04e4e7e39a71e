import type { Comparison } from "colloquy/api";
import { StatementText } from "../../parts/claim.tsx";
import { Evidence } from "../../parts/evidence.tsx";
import { EntityLink } from "../../parts/links.tsx";
import { Section } from "../../parts/page.tsx";
import { compareWords as words } from "../../text/compare.ts";
import { counted } from "../../text/format.ts";
import list from "../../parts/list.module.css";
import { byPerson } from "./sides.ts";
import columns from "../../parts/columns.module.css";
import styles from "./compare.module.css";

type Topic = Comparison["shared"][number];

/** A topic of both: what each says about it, else the first sentence of each. */
export function SharedTopic({ topic, people }: { readonly topic: Topic; readonly people: Comparison["speakers"] }) {
  return (
    <li className={styles.subject}>
      <h3 className={styles.topic}>
        <EntityLink entity={topic} />
      </h3>
      <div className={columns.two}>
        {byPerson(people, topic.by).map(([said], index) => (
          <div key={people[index]?.id} className={styles.side}>
            {said === undefined ? null : <Said said={said} />}
          </div>
        ))}
      </div>
    </li>
  );
}

function Said({ said: { speaker, mentions, statements, evidence } }: { readonly said: Topic["by"][number] }) {
  return (
    <>
      <p className={styles.who}>
        <span className={styles.name}>{speaker.name}</span>{" "}
        <span className={styles.note}>{counted(mentions, "mention")}</span>
      </p>
      {statements.map((each) => (
        <div key={`${each.source.id} ${each.type} ${each.target.id}`} className={styles.view}>
          <p>
            <StatementText statement={each} />
          </p>
          <Evidence evidence={each.evidence} />
        </div>
      ))}
      {statements.length > 0 || evidence === null ? null : <Evidence evidence={{ ...evidence, polarity: "stated" }} />}
    </>
  );
}

interface OnlyProps {
  readonly name: string;
  readonly only: Comparison["only"][number] | undefined;
}

/** What only one of them mentions, the most mentioned first. */
export function OnlyTopics({ name, only }: OnlyProps) {
  const topics = only?.topics ?? [];
  if (topics.length === 0 || only === undefined) return <div />;
  return (
    <Section title={words.only(name)}>
      <ul className={list.list}>
        {topics.map((topic) => (
          <li key={topic.id} className={list.row}>
            <EntityLink entity={topic} className={list.name} />
            <span className={list.detail}>{counted(topic.by[0]?.mentions ?? 0, "mention")}</span>
          </li>
        ))}
      </ul>
      <TopicCount shown={topics.length} count={only.count} />
    </Section>
  );
}

/** How many topics there are, if not all are shown. */
export function TopicCount({ shown, count }: { readonly shown: number; readonly count: number }) {
  return count > shown ? <p className={styles.note}>{words.shownOf(shown, count)}</p> : null;
}
