import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Overview as OverviewData } from "colloquy/api";
import { overviewQuery } from "../../api/queries.ts";
import { ClaimItem } from "../../parts/claim.tsx";
import { EntityLink, useWorkspace } from "../../parts/links.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Page, Section } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";
import { counted, duration, number } from "../../text/format.ts";
import { distinctionsOf } from "../../text/people.ts";
import { overview as words } from "../../text/overview.ts";
import list from "../../parts/list.module.css";
import { Changes } from "./changes.tsx";
import { Quality } from "./quality.tsx";
import { Timeline } from "./timeline.tsx";
import styles from "./overview.module.css";

/** What a workspace holds: transcripts over time, people, themes, claims, changes and quality. */
export function Overview() {
  const workspace = useWorkspace();
  const { data, error, refetch } = useQuery(overviewQuery(workspace));
  return (
    <Page title={workspace} about={data === undefined ? undefined : <Counts counts={data.counts} />}>
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {data === undefined ? error === null ? <Loading /> : null : <Parts data={data} />}
    </Page>
  );
}

function Counts({ counts }: { readonly counts: OverviewData["counts"] }) {
  const { transcripts, durationMs, entities, relationships, quotes } = counts;
  return [
    counted(transcripts, "transcript"),
    durationMs === null ? null : duration(durationMs),
    `${number(entities)} ${words.ideas}`,
    counted(relationships, "relation"),
    counted(quotes, "quote"),
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

function Parts({ data }: { readonly data: OverviewData }) {
  const workspace = useWorkspace();
  const all = (to: "/w/$workspace/transcripts" | "/w/$workspace/people" | "/w/$workspace/graph", text: string) => (
    <Link to={to} params={{ workspace }}>
      {text}
    </Link>
  );
  return (
    <div className={styles.columns}>
      <div>
        <Section title={words.claims} aside={all("/w/$workspace/graph", words.graph)}>
          <ul>
            {data.claims.map((claim) => (
              <ClaimItem key={`${claim.source.id} ${claim.type} ${claim.target.id}`} claim={claim} />
            ))}
          </ul>
        </Section>
      </div>
      <div>
        <Section title={words.transcripts} aside={all("/w/$workspace/transcripts", words.all)}>
          <Timeline transcripts={data.transcripts} />
        </Section>
        <Section title={words.people} aside={all("/w/$workspace/people", words.all)}>
          <People people={data.people} />
        </Section>
        {data.themes.length === 0 ? null : (
          <Section title={words.themes}>
            <Themes themes={data.themes} />
          </Section>
        )}
        {data.changes === null ? null : (
          <Section title={words.changes}>
            <Changes changes={data.changes} />
          </Section>
        )}
        <Section title={words.quality}>
          <Quality quality={data.quality} />
        </Section>
      </div>
    </div>
  );
}

function People({ people }: { readonly people: OverviewData["people"] }) {
  const most = Math.max(1, ...people.map(({ turns }) => turns));
  const distinctions = distinctionsOf(people);
  return (
    <ul>
      {people.map((person) => (
        <li key={person.id} className={list.row}>
          <span>
            <EntityLink entity={person} className={list.name} />
            <span className={list.under}>{distinctions.get(person.id)}</span>
          </span>
          <span className={list.detail}>{counted(person.turns, "turn")}</span>
          <meter className={styles.share} min={0} max={most} value={person.turns} aria-hidden />
        </li>
      ))}
    </ul>
  );
}

const SHOWN = 8;

function Themes({ themes }: { readonly themes: OverviewData["themes"] }) {
  return (
    <ul className={styles.themes}>
      {themes.map(({ entities, size }) => (
        <li key={entities[0]?.id}>
          {entities.slice(0, SHOWN).map((entity, index) => (
            <span key={entity.id}>
              {index === 0 ? "" : ", "}
              <EntityLink entity={entity} className={index < 2 ? styles.leading : styles.further} />
            </span>
          ))}
          {size > SHOWN ? <span className={list.detail}> {words.further(size - SHOWN)}</span> : null}
        </li>
      ))}
    </ul>
  );
}
