import { Link } from "@tanstack/react-router";
import { Columns2, Share2 } from "lucide-react";
import type { Entity } from "colloquy/api";
import { buttonClass } from "../../parts/button.tsx";
import { EntityLink, useWorkspace } from "../../parts/links.tsx";
import { Page, Section } from "../../parts/page.tsx";
import { Summary } from "../../parts/summary.tsx";
import { entityWords as words } from "../../text/entity.ts";
import { counted, duration, titleOf, typeWords } from "../../text/format.ts";
import { arrangeClaims, isPerson, otherStatements } from "./arrange.ts";
import { ClaimGroups, ClaimList } from "./claims.tsx";
import { Companions, Namesakes } from "./others.tsx";
import { Contradictions } from "./contradictions.tsx";
import { CorrectMenu } from "./corrections/menu.tsx";
import { Holders } from "./holders.tsx";
import { Names } from "./names/names.tsx";
import { Occurrences } from "./occurrences.tsx";
import { OverTime } from "./over-time.tsx";
import { Quotes } from "./quotes.tsx";
import { Statements, Topics } from "./speech.tsx";
import { Withdrawn } from "./withdrawn.tsx";
import styles from "./entity.module.css";

/** All that is known about an entity. A person's own words come before what others say. */
export function EntityPage({ entity }: { readonly entity: Entity }) {
  const { name, type, summary, topics, quotes, more } = entity;
  const { positions, groups } = arrangeClaims(entity);
  return (
    <Page
      title={name}
      kicker={<TypeLink type={type} />}
      about={<About entity={entity} />}
      actions={<Actions entity={entity} />}
    >
      <div className={styles.columns}>
        <div>
          {summary === null ? null : (
            <Section title={words.summary}>
              <Summary summary={summary} />
            </Section>
          )}
          <Contradictions entity={entity} />
          {positions.length === 0 ? null : (
            <Section title={words.positions}>
              <ClaimList entity={entity} claims={positions} />
            </Section>
          )}
          <Statements entity={entity} statements={otherStatements(entity.statements, positions)} />
          <Topics topics={topics} />
          {isPerson(entity) ? <Quotes quotes={quotes} hasMore={more.quotes} /> : null}
          <ClaimGroups entity={entity} groups={groups} />
          {more.relationships ? <p className={styles.more}>{words.moreRelationships}</p> : null}
          <Holders entity={entity} />
          {isPerson(entity) ? null : <Quotes quotes={quotes} hasMore={more.quotes} />}
        </div>
        <div className={styles.side}>
          <Companions entity={entity} />
          <OverTime entity={entity} />
          <Names entity={entity} />
          <Namesakes namesakes={entity.namesakes} />
        </div>
        <div>
          <Occurrences entity={entity} />
          <Withdrawn entity={entity} />
        </div>
      </div>
    </Page>
  );
}

function TypeLink({ type }: { readonly type: string }) {
  const workspace = useWorkspace();
  return (
    <Link to="/w/$workspace/entities" params={{ workspace }} search={{ type }}>
      {typeWords(type)}
    </Link>
  );
}

function About({ entity }: { readonly entity: Entity }) {
  const { mentions, files, aliases, namesakes, spoken } = entity;
  const names = aliases.map((alias) => alias.name);
  return (
    <>
      {spoken === null ? null : <p>{speechOf(spoken)}</p>}
      <p className={spoken === null ? undefined : styles.note}>
        {words.mentionedIn(counted(mentions, "mention"), counted(files.mentioned, "transcript"))}
      </p>
      {names.length === 0 ? null : (
        <p className={styles.note}>{`${words.also} ${words.list(names.slice(0, 6))}${names.length > 6 ? "…" : ""}`}</p>
      )}
      {namesakes.length === 0 ? null : (
        <p className={styles.note}>
          {words.otherOfName}{" "}
          {namesakes.slice(0, 3).map((each, index) => (
            <span key={each.id}>
              {index === 0 ? "" : ", "}
              <EntityLink entity={each}>
                {words.namesake(each.name, typeWords(each.type), each.transcripts.map(titleOf), each.transcriptCount)}
              </EntityLink>
            </span>
          ))}
        </p>
      )}
    </>
  );
}

function speechOf({ turns, talkMs, transcripts }: NonNullable<Entity["spoken"]>): string {
  const time = talkMs === null ? "" : ` · ${duration(talkMs)}`;
  return `${counted(turns, words.turnOfPerson)}${time} · ${words.speaksIn(counted(transcripts, "transcript"))}`;
}

function Actions({ entity }: { readonly entity: Entity }) {
  const workspace = useWorkspace();
  const { id } = entity;
  return (
    <>
      {isPerson(entity) && entity.topics.length > 0 ? (
        <Link to="/w/$workspace/compare" params={{ workspace }} search={{ one: id }} className={buttonClass}>
          <Columns2 size={16} aria-hidden />
          {words.compare}
        </Link>
      ) : null}
      <Link to="/w/$workspace/graph" params={{ workspace }} search={{ from: id }} className={buttonClass}>
        <Share2 size={16} aria-hidden />
        {words.graph}
      </Link>
      <CorrectMenu entity={entity} />
    </>
  );
}
