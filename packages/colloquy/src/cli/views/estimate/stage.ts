import { printable } from "../../../model/index.ts";
import {
  countedItems,
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
import type { StageEstimate } from "./shown-estimate.ts";

type Look = Pick<Output, "colours" | "columns">;

const COLUMNS = [...textColumns(""), ...numberColumns("likely", "least", "most")];
const TITLES = {
  extract: "Extraction",
  embed: "Embedding",
  check: "Checking",
  judge: "Judging",
  summarise: "Summarising",
  answer: "Answering",
} as const;
const LIMIT_FLAGS = {
  extract: "--rpm and --tpm",
  embed: "--embedding-rpm and --embedding-tpm",
  check: "--rpm and --tpm",
  judge: "--rpm and --tpm",
  summarise: "--rpm and --tpm",
  answer: "--rpm and --tpm",
} as const;

/** The estimate of one stage: a table of likely, least and most, and the source of the numbers. */
export function renderStage(stage: StageEstimate, output: Look): string {
  const { colours, columns } = output;
  const title = colours.bold(`${TITLES[stage.stage]} by ${printable(stage.model)}`);
  const what = `${stage.rough === true ? "about " : ""}${countedItems(stage.stage, stage.chunks)}`;
  if (stage.inputTokens.most === 0) return `${title}: ${wrap(`${what}. ${stage.basis}`, columns)}`;
  return [
    `${title}: ${what}`,
    ...tableLines(COLUMNS, figureRows(stage), {
      indent: "  ",
      heading: (line) => colours.dim(`${line}  in 9 of 10 cases`),
    }),
    ...(stage.costUsd === null ? [row("cost", unknownCost(stage), output)] : []),
    ...(stage.seconds === null ? [row("time", unknownTime(stage), output)] : []),
    ...priceRows(stage, output),
    row("basis", printable(stage.basis), output),
  ].join("\n");
}

function figureRows({ calls, inputTokens, outputTokens, costUsd, seconds }: StageEstimate): readonly string[][] {
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

function unknownCost({ model, outputTokens, prices }: StageEstimate): string {
  const example = outputTokens.most === 0 ? "{ input: 0.02 }" : "{ input: 0.15, output: 0.6 }";
  const what = prices === null ? "no price" : "no price of the output";
  return `unknown, because ${what} of ${printable(model)} is known: give it in a file with --prices, in US dollars a million tokens (\`${printable(model)}: ${example}\`)`;
}

function unknownTime({ stage, measuredOn }: StageEstimate): string {
  if (measuredOn !== null)
    return `unknown, because the provider reports no limits: give them with ${LIMIT_FLAGS[stage]}, or limit the concurrent calls with --max-concurrent`;
  return `unknown, because the limits are unknown until the first replies; give them with ${LIMIT_FLAGS[stage]}`;
}

/** `$0.15 a million tokens in ($0.075 of them cached), $0.60 out (list of ...)`. */
function priceRows({ prices, priceSource, outputTokens }: StageEstimate, output: Look): readonly string[] {
  if (prices === null) return [];
  const cached = prices.cachedInput === null ? "" : ` (${formatDollars(prices.cachedInput)} if cached)`;
  const out = outputTokens.most === 0 ? "" : `, ${formatDollars(prices.output)} out`;
  const source = priceSource === null ? "" : `: ${printable(priceSource)}`;
  return [row("price", `${formatDollars(prices.input)} a million tokens in${cached}${out}${source}`, output)];
}
