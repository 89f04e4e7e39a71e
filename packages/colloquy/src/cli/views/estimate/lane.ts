import { printable } from "../../../model/index.ts";
import { counted, formatAmount, formatDollars, formatDuration } from "../../format.ts";
import type { Output } from "../../output.ts";
import { padColumns, wrap } from "../../text-layout.ts";
import { row } from "../status.ts";
import type { LaneEstimate } from "./shown-estimate.ts";

type Look = Pick<Output, "colours" | "columns">;
type Range = LaneEstimate["calls"];

const LABEL_WIDTH = 13;
const NUMBER_WIDTH = 14;
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
    colours.dim(`${table("", ["likely", "least", "most"])}  in 9 of 10 cases`),
    numbers("calls", lane.calls, formatAmount, output),
    numbers("tokens in", lane.inputTokens, formatAmount, output),
    ...(lane.outputTokens.most === 0 ? [] : [numbers("tokens out", lane.outputTokens, formatAmount, output)]),
    lane.costUsd === null
      ? row("cost", unknownCost(lane), output)
      : numbers("cost", lane.costUsd, formatDollars, output),
    lane.seconds === null
      ? row("time", unknownTime(lane), output)
      : numbers("time", lane.seconds, formatDuration, output),
    ...priceRows(lane, output),
    row("basis", printable(lane.basis), output),
  ].join("\n");
}

function numbers(
  label: string,
  { likely, least, most }: Range,
  format: (number: number) => string,
  look: Look,
): string {
  return table(look.colours.dim(padColumns(label, LABEL_WIDTH)), [likely, least, most].map(format));
}

function table(label: string, cells: readonly string[]): string {
  return `  ${padColumns(label, LABEL_WIDTH)}${cells.map((cell) => cell.padStart(NUMBER_WIDTH)).join("")}`;
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
  const dollars = (price: number | null): string => (price === null ? "unknown" : formatDollars(price));
  const cached = prices.cachedInput === null ? "" : ` (${dollars(prices.cachedInput)} where cached)`;
  const out = outputTokens.most === 0 ? "" : `, ${dollars(prices.output)} out`;
  const source = priceSource === null ? "" : `: ${printable(priceSource)}`;
  return [row("price", `${dollars(prices.input)} a million tokens in${cached}${out}${source}`, output)];
}
