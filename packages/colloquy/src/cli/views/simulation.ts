import type { Accounts, EndpointAccount, Simulation } from "@colloquy/simulated-provider";
import {
  counted,
  formatAmount,
  formatCount,
  formatDuration,
  numberColumns,
  tableLines,
  textColumns,
} from "../../text/index.ts";
import type { Output } from "../output.ts";

type Look = Pick<Output, "colours">;

const COLUMNS = [...textColumns(""), ...numberColumns("chat", "embeddings")];

/** The message at the start of a simulated provider: its address, its limits, and a command for a trial run. */
export function renderWelcome(
  url: string,
  { rpm, tpm, embeddingRpm, embeddingTpm }: Pick<Simulation, "rpm" | "tpm" | "embeddingRpm" | "embeddingTpm">,
  { colours }: Look,
): string {
  const command = `colloquy ingest --transcripts-dir ./transcripts --workspace rehearsal --model simulated --base-url ${url} --embedding-model simulated-embedding`;
  return [
    `Simulated provider at ${colours.bold(url)}.`,
    `Limits per minute: chat ${granted(rpm, tpm)}; embeddings ${granted(embeddingRpm, embeddingTpm)}.`,
    "No key is needed. For a trial run, run in another terminal:",
    "",
    `  ${command}`,
    "",
    "Add --verify --resolution-model simulated --summaries for a trial run with all tasks of models.",
    "Ctrl-C stops it and shows its calls.",
    "",
  ].join("\n");
}

function granted(requests: number | null, tokens: number | null): string {
  const amount = (limit: number | null): string => (limit === null ? "unlimited" : formatCount(limit));
  return `${amount(requests)} requests, ${amount(tokens)} tokens`;
}

/** The progress of both endpoints, in one line. */
export function renderProgress({ chat, embeddings }: Accounts, seconds: number): string {
  const of = (name: string, stage: EndpointAccount): string =>
    stage.calls === 0
      ? ""
      : `${name} ${counted(stage.complete, "reply", "replies")}, ${formatCount(stage.inFlight)} in flight, ${formatCount(stage.rateLimited)} refused by limits`;
  const modelStages = [of("chat", chat), of("embeddings", embeddings)].filter((part) => part !== "");
  return `${formatDuration(seconds)}: ${modelStages.join("; ")}\n`;
}

/** The calls as a table, one column per endpoint. */
export function renderAccounts({ chat, embeddings, prompts }: Accounts, { colours }: Look): string {
  const row = (label: string, show: (stage: EndpointAccount) => string): readonly string[] => [
    label,
    ...[chat, embeddings].map(show),
  ];
  const count = (label: string, key: keyof EndpointAccount): readonly string[] =>
    row(label, (stage) => formatCount(Number(stage[key])));
  const faults = [...new Set([chat, embeddings].flatMap((stage) => Object.keys(stage.faults)))].toSorted();
  const rows = [
    count("calls", "calls"),
    count("admitted", "admitted"),
    count("refused by limits", "rateLimited"),
    count("too large", "tooLarge"),
    count("wrong calls", "refused"),
    count("complete replies", "complete"),
    count("lost", "lost"),
    count("given up by caller", "abandoned"),
    count("most at once", "mostInFlight"),
    row("tokens charged", (stage) => formatAmount(stage.tokensCharged)),
    row("tokens in", (stage) => formatAmount(stage.inputTokens)),
    row("tokens out", (stage) => formatAmount(stage.outputTokens)),
    row("last reply after", (stage) => formatDuration(stage.lastReplyMs / 1000)),
    ...faults.map((fault) => row(`fault: ${fault}`, (stage) => formatCount(stage.faults[fault] ?? 0))),
  ];
  const lines = tableLines(COLUMNS, rows, { heading: colours.bold });
  const different = counted(Object.keys(prompts).length, "different request");
  return `${lines.join("\n")}\n${different} admitted\n`;
}
