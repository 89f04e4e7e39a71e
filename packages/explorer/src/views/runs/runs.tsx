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
  const workspace = useWorkspace();
  const { columns } = words;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={strings.views.runs}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{columns.run}</th>
            <th scope="col">{columns.outcome}</th>
            <th scope="col" data-number>
              {columns.chunks}
            </th>
            <th scope="col" data-number>
              {columns.time}
            </th>
            <th scope="col" data-number>
              {columns.cost}
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.runId}>
              <th scope="row">
                <Link to="/w/$workspace/runs/$run" params={{ workspace, run: run.runId }}>
                  {moment(run.startedAt)}
                </Link>
              </th>
              <td>{words.outcome[run.outcome]}</td>
              <td data-number>{run.extracted === null ? "" : number(run.extracted)}</td>
              <td data-number>{run.seconds === null ? "" : duration(run.seconds * 1000)}</td>
              <td data-number>{costOf(run)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
