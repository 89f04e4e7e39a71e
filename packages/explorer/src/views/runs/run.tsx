import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { RunReport } from "colloquy/api";
import { address } from "../../api/client.ts";
import { runQuery } from "../../api/queries.ts";
import { buttonClass } from "../../parts/button.tsx";
import { useWorkspace } from "../../parts/links.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Page, Section } from "../../parts/page.tsx";
import { Problem } from "../../parts/problem.tsx";
import { dollars, duration, moment, number } from "../../text/format.ts";
import { runs as words } from "../../text/runs.ts";
import table from "../../parts/table.module.css";
import { costOf } from "./costs.ts";
import styles from "./runs.module.css";

/** The report of one run: its stages, what would help, and the text that `colloquy report` prints. */
export function RunView() {
  const workspace = useWorkspace();
  const { run } = useParams({ from: "/w/$workspace/runs/$run" });
  const { data, error, refetch } = useQuery(runQuery(workspace, run));
  if (error !== null) return <Problem error={error} retry={() => void refetch()} isPage />;
  if (data === undefined) return <Loading />;
  const page = (
    <a href={address(["w", workspace, "runs", run, "page"])} target="_blank" rel="noreferrer" className={buttonClass}>
      {words.page}
    </a>
  );
  return (
    <Page
      title={moment(data.startedAt)}
      kicker={`${words.columns.run} ${run}`}
      about={<Facts report={data} />}
      actions={page}
    >
      {data.failure === null ? null : <p className={styles.failure}>{data.failure}</p>}
      {data.advice.length === 0 ? null : (
        <Section title={words.advice}>
          <ul className={styles.advice}>
            {data.advice.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Section>
      )}
      {data.stages.length === 0 ? null : (
        <Section title={words.stages}>
          <Stages stages={data.stages} />
        </Section>
      )}
      <Section title={words.text}>
        <pre className={styles.text} tabIndex={0} role="group" aria-label={words.text}>
          {data.text}
        </pre>
      </Section>
    </Page>
  );
}

function Facts({ report }: { readonly report: RunReport }) {
  const { outcome, seconds } = report;
  return [words.outcome[outcome], seconds === null ? null : duration(seconds * 1000), costOf(report)]
    .filter((part) => part !== null)
    .join(" · ");
}

function Stages({ stages }: { readonly stages: RunReport["stages"] }) {
  const columns = Object.values(words.stageColumns);
  return (
    <div className={table.scroll} tabIndex={0} role="group" aria-label={words.stages}>
      <table className={table.table}>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={column} scope="col" data-number={index === 0 ? undefined : ""}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => (
            <tr key={stage.stage}>
              <th scope="row">{stage.stage}</th>
              {cellsOf(stage).map((value, index) => (
                <td key={columns[index + 1]} data-number>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The values of a stage in the order of the columns after its name. */
function cellsOf(stage: RunReport["stages"][number]): readonly string[] {
  const { chunks, calls, failedCalls, rateLimited, inputTokens, outputTokens, seconds, costUsd } = stage;
  return [
    chunks === null ? "" : number(chunks),
    ...[calls, failedCalls, rateLimited, inputTokens, outputTokens].map(number),
    seconds === null ? "" : duration(seconds * 1000),
    costUsd === null ? words.unknownCost : dollars(costUsd),
  ];
}
