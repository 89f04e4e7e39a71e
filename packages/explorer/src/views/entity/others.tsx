import { Link } from "@tanstack/react-router";
import { Columns2 } from "lucide-react";
import type { Entity } from "colloquy/api";
import { useFold } from "../../parts/fold.tsx";
import { EntityLink, SpeakerLink, TranscriptLink, useWorkspace } from "../../parts/links.tsx";
import { Section } from "../../parts/page.tsx";
import { entityWords as words } from "../../text/entity.ts";
import { titleOf, typeWords } from "../../text/format.ts";
import list from "../../parts/list.module.css";
import styles from "./entity.module.css";

const FIRST = 8;

/** Who speaks in the same chunks as a person, each with a link that compares both. */
export function Companions({ entity }: { readonly entity: Entity }) {
  const workspace = useWorkspace();
  const [shown, button] = useFold(entity.companions, FIRST);
  if (entity.companions.length === 0) return null;
  return (
    <Section title={words.companions}>
      <ul className={list.list}>
        {shown.map(({ id, name, chunks }) => (
          <li key={`${id} ${name}`} className={list.row}>
            <span>
              <SpeakerLink speaker={{ id, name }} className={list.name} />
              <span className={list.under}>{words.sharedChunks(chunks)}</span>
            </span>
            {id === null ? null : (
              <Link
                to="/w/$workspace/compare"
                params={{ workspace }}
                search={{ one: entity.id, other: id }}
                className={styles.compare}
                aria-label={words.compareWith(name)}
              >
                <Columns2 size={14} aria-hidden />
                {words.compare}
              </Link>
            )}
          </li>
        ))}
      </ul>
      {button}
    </Section>
  );
}

/** Other entities with the same name, such as "Speaker 1" of other files. */
export function Namesakes({ namesakes }: Pick<Entity, "namesakes">) {
  const [shown, button] = useFold(namesakes, FIRST);
  if (namesakes.length === 0) return null;
  return (
    <Section title={words.namesakes}>
      <ul className={list.list}>
        {shown.map((each) => {
          const [file] = each.transcripts;
          return (
            <li key={each.id} className={list.row}>
              <span>
                <EntityLink entity={each} className={list.name} />
                {file === undefined ? null : (
                  <span className={list.under}>
                    <TranscriptLink place={{ file }}>{titleOf(file)}</TranscriptLink>
                    {each.transcriptCount < 2 ? null : ` ${words.further(each.transcriptCount - 1)}`}
                  </span>
                )}
              </span>
              <span className={list.detail}>{typeWords(each.type)}</span>
            </li>
          );
        })}
      </ul>
      {button}
    </Section>
  );
}
