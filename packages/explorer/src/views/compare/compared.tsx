import type { Comparison } from "colloquy/api";
import { useFold } from "../../parts/fold.tsx";
import { Section } from "../../parts/page.tsx";
import { compareWords as words } from "../../text/compare.ts";
import { conclusionOf, withoutRepeats } from "./sides.ts";
import { OnlyTopics, SharedTopic, TopicCount } from "./topics.tsx";
import { Viewpoints } from "./viewpoints.tsx";
import columns from "../../parts/columns.module.css";
import styles from "./compare.module.css";

const FIRST_VIEWPOINTS = 6;

/** What two people disagree and agree about, what both speak about, and what only one of them does. */
export function Compared({ comparison }: { readonly comparison: Comparison }) {
  const { speakers, disagreements, agreements, shared, sharedCount, only } = comparison;
  const [one, other] = speakers.map(({ name }) => name) as [string, string];
  const conclusion = conclusionOf(comparison);
  return (
    <>
      {conclusion === null ? null : <p className={styles.hint}>{words.conclusions[conclusion](one, other)}</p>}
      <ViewpointSection title={words.disagreements} of={disagreements} people={speakers} />
      <ViewpointSection title={words.agreements} of={agreements} people={speakers} />
      {shared.length === 0 ? null : (
        <Section title={words.shared}>
          <ul>
            {withoutRepeats(comparison).map((topic) => (
              <SharedTopic key={topic.id} topic={topic} people={speakers} />
            ))}
          </ul>
          <TopicCount shown={shared.length} count={sharedCount} />
        </Section>
      )}
      <div className={`${columns.two} ${styles.only}`}>
        {speakers.map(({ id, name }) => (
          <OnlyTopics key={id} name={name} only={only.find(({ speaker }) => speaker.id === id)} />
        ))}
      </div>
    </>
  );
}

interface SectionProps {
  readonly title: string;
  readonly of: Comparison["disagreements"];
  readonly people: Comparison["speakers"];
}

function ViewpointSection({ title, of, people }: SectionProps) {
  const [shown, button] = useFold(of, FIRST_VIEWPOINTS);
  if (of.length === 0) return null;
  return (
    <Section title={title}>
      <ul>
        {shown.map((each) => (
          <Viewpoints
            key={each.viewpoints
              .map(({ speaker, source, type, target }) => [speaker.id, source.id, type, target.id].join(" "))
              .join(" ")}
            viewpoints={each.viewpoints}
            people={people}
          />
        ))}
      </ul>
      {button}
    </Section>
  );
}
