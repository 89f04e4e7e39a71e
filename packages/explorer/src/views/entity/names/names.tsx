import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Entity, ExplainedName } from "colloquy/api";
import { namesQuery } from "../../../api/queries.ts";
import { Button } from "../../../parts/button.tsx";
import { useFold } from "../../../parts/fold.tsx";
import { EntityLink, TranscriptLink, useWorkspace } from "../../../parts/links.tsx";
import { Loading } from "../../../parts/loading.tsx";
import { Section } from "../../../parts/page.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { entityWords as words } from "../../../text/entity.ts";
import { titleOf } from "../../../text/format.ts";
import { reasonWords, ruleWords } from "../../../text/names.ts";
import styles from "./names.module.css";

const FIRST = 8;

/** The other names of an entity, each with the reason why it is one of them; on demand with the words that were compared. */
export function Names({ entity: { id, aliases } }: { readonly entity: Entity }) {
  const [isOpen, setOpen] = useState(false);
  const [shown, button] = useFold(aliases, FIRST);
  return (
    <Section title={words.names}>
      {aliases.length === 0 ? <p className={styles.reason}>{words.onlyName}</p> : null}
      <ul>
        {shown.map(({ name, reason }) => (
          <li key={name} className={styles.alias}>
            <span className={styles.name}>{name}</span> <span className={styles.reason}>{ruleWords(reason)}</span>
          </li>
        ))}
      </ul>
      {button}
      <Button kind="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className={styles.why}>
        {aliases.length === 0 ? words.whichApart : words.why}
      </Button>
      {isOpen ? <Explanation id={id} /> : null}
    </Section>
  );
}

function Explanation({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(namesQuery(useWorkspace(), id));
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const { reasons, apart, splits } = data;
  if (reasons.length + apart.length + splits.length === 0) return <p className={styles.reason}>{words.noReasons}</p>;
  return (
    <>
      <ReasonList reasons={reasons} />
      {apart.length === 0 ? null : <h3 className={styles.apart}>{words.apart}</h3>}
      <ReasonList reasons={apart} />
      {splits.length === 0 ? null : <h3 className={styles.apart}>{words.splits}</h3>}
      <ReasonList reasons={splits} />
    </>
  );
}

const FIRST_REASONS = 6;

function ReasonList({ reasons }: { readonly reasons: readonly Reason[] }) {
  const [shown, button] = useFold(reasons, FIRST_REASONS);
  return (
    <>
      <ul>
        {shown.map((reason, index) => (
          <ReasonItem key={`${index} ${reason.name} ${reason.with}`} reason={reason} />
        ))}
      </ul>
      {button}
    </>
  );
}

/** A reason; of a name that is kept apart with its entity, which may be none. */
type Reason = ExplainedName["reasons"][number] & Partial<Pick<ExplainedName["apart"][number], "entity" | "entityId">>;

function ReasonItem({ reason }: { readonly reason: Reason }) {
  const { name, with: other, entity, entityId, evidence } = reason;
  return (
    <li className={styles.item}>
      <p>
        <span className={styles.name}>{name}</span> {words.and}{" "}
        {entityId === null || entityId === undefined ? (
          <span className={styles.name}>{other}</span>
        ) : (
          <EntityLink entity={{ id: entityId, name: entity ?? other }} className={styles.name}>
            {other}
          </EntityLink>
        )}
        {": "}
        <span className={styles.reason}>
          {reasonWords(reason)}
          {entity === null ? `, ${words.noEntity(other)}` : null}
        </span>
      </p>
      {evidence.map((each, index) => (
        <figure key={`${index} ${each.name}`}>
          <blockquote className={styles.words}>{each.text}</blockquote>
          <figcaption className={styles.reason}>
            {each.speaker === null ? null : `${each.speaker}, `}
            <TranscriptLink place={{ file: each.file }}>{titleOf(each.file)}</TranscriptLink>
          </figcaption>
        </figure>
      ))}
    </li>
  );
}
