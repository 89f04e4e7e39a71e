import type { Transcript } from "colloquy/api";
import { Section } from "../../parts/page.tsx";
import { Summary } from "../../parts/summary.tsx";
import { clock, counted } from "../../text/format.ts";
import { transcript as words } from "../../text/transcript.ts";
import { EntityList } from "./entity-list.tsx";
import { SpeakerList } from "./speaker-list.tsx";
import { stagesOf } from "./times.ts";
import type { Looking } from "./use-find.ts";
import styles from "./side.module.css";

interface SideProps {
  readonly transcript: Transcript;
  readonly looking: Looking;
  readonly look: (looking: Looking) => void;
  /** The ordinal of the chunk at the top of the window. */
  readonly current: number;
  readonly goTo: (offset: number) => void;
}

/** What a transcript contains, beside its text. */
export function Side({ transcript, looking, look, current, goTo }: SideProps) {
  const { summary, entities, speakers } = transcript;
  return (
    <>
      {summary === null || summary.sentences.length === 0 ? null : (
        <Section title={words.summary}>
          <div className={styles.summary}>
            <Summary summary={summary} />
          </div>
        </Section>
      )}
      {speakers.length === 0 ? null : (
        <Section title={words.speakers}>
          <SpeakerList transcript={transcript} looking={looking} look={look} />
        </Section>
      )}
      <Stages transcript={transcript} current={current} goTo={goTo} />
      {entities.length === 0 ? null : (
        <Section title={words.entities}>
          <EntityList entities={entities} looking={looking} look={look} />
        </Section>
      )}
    </>
  );
}

type StagesProps = Pick<SideProps, "transcript" | "current" | "goTo">;

function Stages({ transcript, current, goTo }: StagesProps) {
  const { kind, stages } = stagesOf(transcript);
  if (stages.length < 2) return null;
  const now = stages.findLast(({ chunk }) => chunk <= current);
  return (
    <Section title={kind === "times" ? words.times : words.parts} aside={counted(transcript.turns, "turn")}>
      <ol className={styles.stages}>
        {stages.map((stage) => (
          <li key={stage.chunk}>
            <button
              type="button"
              className={styles.stage}
              aria-current={stage === now ? "location" : undefined}
              onClick={() => goTo(stage.startOffset)}
            >
              {kind === "times" ? clock(stage.value) : words.percent(Math.round(stage.value))}
            </button>
          </li>
        ))}
      </ol>
    </Section>
  );
}
