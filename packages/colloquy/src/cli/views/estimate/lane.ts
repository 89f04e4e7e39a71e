import { printable } from "../../../model/index.ts";
import {
  counted,
  formatAmount,
  formatDollars,
  formatDuration,
  numberColumns,
  tableLines,
  textColumns,
  wrap,
} from "../../../text/index.ts";
import type { Output } from "../../output.ts";
import { row } from "../status.ts";
import type { LaneEstimate } from "./shown-estimate.ts";

type Look = Pick<Output, "colours" | "columns">;

const COLUMNS = [...textColumns(""), ...numberColumns("likely", "least", "most")];
const TITLES = { extraction: "Extraction", embedding: "Embedding" } as const;
const LIMIT_FLAGS = { extraction: "--rpm and --tpm", embedding: "--embedding-rpm and --embedding-tpm" } as const;

/** What one lane takes: a table of likely, least and most, and where the numbers come from. */
export function renderLane(lane: LaneEstimate, output: Look): string {
  const { colours, columns } = output;
  const title = colours.bold(`${TITLES[lane.lane]} by ${printable(lane.model)}`);
  const what = counted(lane.chunks, "passage");
  if (lane.inputTokens.most === 0) return `${title}: ${wrap(`${what}. ${lane.basis}`, columns)}`;
  return [
    `${title}: ${what}`,
    ...tableLines(COLUMNS, figureRows(lane), {
      indent: "  ",
      heading: (line) => colours.dim(`${line}  in 9 of 10 cases`),
    }),
    ...(lane.costUsd === null ? [row("cost", unknownCost(lane), output)] : []),
    ...(lane.seconds === null ? [row("time", unknownTime(lane), output)] : []),
    ...priceRows(lane, output),
    row("basis", printable(lane.basis), output),
  ].join("\n");
}

function figureRows({ calls, inputTokens, outputTokens, costUsd, seconds }: LaneEstimate): readonly string[][] {
  const figures = [
    { label: "calls", range: calls, format: formatAmount },
    { label: "tokens in", range: inputTokens, format: formatAmount },
    { label: "tokens out", range: outputTokens.most === 0 ? null : outputTokens, format: formatAmount },
    { label: "cost", range: costUsd, format: formatDollars },
    { label: "time", range: seconds, format: formatDuration },
  ];
  return figures.flatMap(({ label, range, format }) =>
    range === null ? [] : [[label, ...[range.likely, range.least, range.most].map(format)]],
  );
}

function unknownCost({ model, outputTokens, prices }: LaneEstimate): string {
  const example = outputTokens.most === 0 ? "{ input: 0.02 }" : "{ input: 0.15, output: 0.6 }";
  const what = prices === null ? "no price" : "no price of the output";
  return `unknown, because ${what} of ${printable(model)} is known: give it in a file with --prices, in US dollars a million tokens (\`${printable(model)}: ${example}\`)`;
}

function unknownTime({ lane, measuredOn }: LaneEstimate): string {
  if (measuredOn !== null)
    return `unknown, because the provider tells no limits: give them with ${LIMIT_FLAGS[lane]}, or bound the calls at once with --max-concurrent`;
  return `unknown, because the limits are: they are learnt from the first replies; give them with ${LIMIT_FLAGS[lane]}`;
}

/** `$0.15 a million tokens in ($0.075 of them cached), $0.60 out (list of ...)`. */
function priceRows({ prices, priceSource, outputTokens }: LaneEstimate, output: Look): readonly string[] {
  if (prices === null) return [];
  const cached = prices.cachedInput === null ? "" : ` (${formatDollars(prices.cachedInput)} where cached)`;
  const out = outputTokens.most === 0 ? "" : `, ${formatDollars(prices.output)} out`;
  const source = priceSource === null ? "" : `: ${printable(priceSource)}`;
  return [row("price", `${formatDollars(prices.input)} a million tokens in${cached}${out}${source}`, output)];
}
