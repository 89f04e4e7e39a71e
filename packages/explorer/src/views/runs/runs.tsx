import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ListedRun } from "colloquy/api";
import { deadLettersQuery, runsQuery } from "../../api/queries.ts";
import { useWorkspace } from "../../parts/links.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Page, Section } from "../../parts/page.tsx";
import { More } from "../../parts/pager.tsx";
import { Sentence } from "../../parts/sentence.tsx";
import { Problem } from "../../parts/problem.tsx";
import { counted, duration, moment, number } from "../../text/format.ts";
import { runs as words } from "../../text/runs.ts";
import { strings } from "../../text/strings.ts";
import list from "../../parts/list.module.css";
import table from "../../parts/table.module.css";
import { costOf } from "./costs.ts";
import { Live } from "./live.tsx";
import styles from "./runs.module.css";

/** The run that is in progress, earlier runs with their costs, and what failed. */
export function RunsView() {
  const workspace = useWorkspace();
  const pages = useInfiniteQuery(runsQuery(workspace));
  const { data, error, refetch } = pages;
  const runs = data?.pages.flatMap(({ items }) => items);
  return (
    <Page title={strings.views.runs}>
      <Live />
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {runs === undefined && error === null ? <Loading /> : null}
      {runs === undefined ? null : runs.length === 0 ? <p>{words.none}</p> : <Runs runs={runs} />}
      <More pages={pages} />
      <DeadLetters />
    </Page>
  );
}

function Runs({ runs }: { readonly runs: readonly ListedRun[] }) {
  const { columns } = words;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={strings.views.runs}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{columns.run}</th>
            <th scope="col" className={styles.wide}>
              {columns.outcome}
            </th>
            <th scope="col" className={styles.wide} data-number>
              {columns.chunks}
            </th>
            <th scope="col" className={styles.wide} data-number>
              {columns.time}
            </th>
            <th scope="col" data-number>
              {columns.cost}
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunRow key={run.runId} run={run} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A run as a line. In a narrow window the middle columns are a second line, so that the costs fit in. */
function RunRow({ run }: { readonly run: ListedRun }) {
  const workspace = useWorkspace();
  const { runId, startedAt, extracted, seconds } = run;
  const outcome = words.outcome[run.outcome];
  const time = seconds === null ? null : duration(seconds * 1000);
  const facts = [outcome, extracted === null ? null : counted(extracted, "chunk"), time];
  return (
    <tr>
      <th scope="row">
        <Link to="/w/$workspace/runs/$run" params={{ workspace, run: runId }}>
          {moment(startedAt)}
        </Link>
        <span className={styles.narrow}>{facts.filter((fact) => fact !== null).join(" · ")}</span>
      </th>
      <td className={styles.wide}>{outcome}</td>
      <td className={styles.wide} data-number>
        {extracted === null ? "" : number(extracted)}
      </td>
      <td className={styles.wide} data-number>
        {time}
      </td>
      <td data-number>{costOf(run)}</td>
    </tr>
  );
}

function DeadLetters() {
  const { data } = useQuery(deadLettersQuery(useWorkspace()));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section title={words.deadLetterReasons} aside={<Sentence text={words.retry} />}>
      <ul>
        {data.items.map(({ reason, chunks }) => (
          <li key={reason} className={list.row}>
            <span>{reason}</span>
            <span className={list.detail}>{counted(chunks, "chunk")}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
