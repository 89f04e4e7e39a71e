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
  const { reasons, apart } = data;
  if (reasons.length + apart.length === 0) return <p className={styles.reason}>{words.noReasons}</p>;
  return (
    <>
      <ul>
        {reasons.map((reason) => (
          <ReasonItem key={`${reason.name} ${reason.with}`} reason={reason} />
        ))}
      </ul>
      {apart.length === 0 ? null : (
        <>
          <h3 className={styles.apart}>{words.apart}</h3>
          <ul>
            {apart.map((reason) => (
              <ReasonItem key={`${reason.name} ${reason.with}`} reason={reason} into={reason} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

interface ReasonProps {
  readonly reason: ExplainedName["reasons"][number];
  /** The entity of the other name, if it is another one. */
  readonly into?: Pick<ExplainedName["apart"][number], "entity" | "entityId">;
}

function ReasonItem({ reason, into }: ReasonProps) {
  const { name, with: other, evidence } = reason;
  return (
    <li className={styles.item}>
      <p>
        <span className={styles.name}>{name}</span> {words.and}{" "}
        {into?.entityId === null || into?.entityId === undefined ? (
          <span className={styles.name}>{other}</span>
        ) : (
          <EntityLink entity={{ id: into.entityId, name: into.entity ?? other }} className={styles.name}>
            {other}
          </EntityLink>
        )}
        {": "}
        <span className={styles.reason}>{reasonWords(reason)}</span>
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
