/**
 * How good answers are: the gold questions over five meetings, answered from replies that a careful reader recorded, and
 * without a model; and how many planted faults the checks find: those with which they were developed, and others. Citations
 * are compared with the gold evidence, and with judgements of the reader who wrote the replies. The meetings are of QMSum
 * (MIT), with their recorded extraction replies.
 * `node bench/ask.ts [--models-dir DIR] [--examples]`: with the default local model in DIR, by meaning too; with the
 * sentences that are left out and the faults that are missed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { checkAnswer, type ChatModel, open } from "../packages/colloquy/src/index.ts";
import {
  type AskedResult,
  type AskFigures,
  isPresent,
  measureAnswers,
  overlaps,
  readAskedQuestions,
  type Share,
  type Span,
} from "./ask-figures.ts";
import {
  answeringModel,
  type FaultySentence,
  readFaultySentences,
  readJudgedSentences,
  readRecordedAnswers,
  readUnseenSentences,
} from "./ask-replies.ts";
import { printTable, writeResults } from "./report.ts";
import { replayIngest } from "./replies.ts";

const { values } = parseArgs({
  options: { "models-dir": { type: "string" }, examples: { type: "boolean", default: false } },
});
const questions = readAskedQuestions();
const recorded = readRecordedAnswers();
const planted: Readonly<Record<string, readonly FaultySentence[]>> = {
  known: readFaultySentences(),
  unseen: readUnseenSentences(),
};
const judged = readJudgedSentences();

type ModelOptions = { readonly embeddingModel?: string; readonly modelsDir?: string };
type FaultFigures = Readonly<Record<string, Share>>;

const measured: Record<string, AskFigures> = {};
const found: Record<string, FaultFigures> = {};
await measure("words", {});
const modelsDir = values["models-dir"];
if (modelsDir !== undefined) await measure("words and meaning", { embeddingModel: "local", modelsDir });

const names = Object.keys(measured);
printTable({ header: ["", ...names], rows: rowsOf(Object.values(measured)) });
console.log("\nPlanted faults that the checks find; `none`: right sentences that they leave out");
const kinds = [...new Set(Object.values(found).flatMap((figures) => Object.keys(figures)))];
printTable({
  header: ["", ...Object.keys(found)],
  rows: kinds.map((kind) => [kind, ...Object.values(found).map((figures) => render(figures[kind]))]),
});
writeResults("ask", {
  questions: questions.length,
  model: modelsDir === undefined ? null : "local",
  measured,
  faults: found,
});

async function measure(name: string, models: ModelOptions): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
  try {
    const { dataDir } = await replayIngest(folder, models);
    const replayed = await askAll(dataDir, models, answeringModel(recorded));
    if (values.examples) printDropped(name, replayed);
    measured[`${name}, replayed`] = measureAnswers(replayed, judged);
    measured[`${name}, extractive`] = measureAnswers(await askAll(dataDir, models, null), judged);
    for (const [set, sentences] of Object.entries(planted))
      found[`${name}, ${set}`] = await plantFaults(sentences, dataDir, models);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asks all questions; without a model, the answers are extractive. */
async function askAll(dataDir: string, models: ModelOptions, chatModel: ChatModel | null): Promise<AskedResult[]> {
  const ports = chatModel === null ? {} : { ports: { chatModel } };
  await using workspace = await open("default", { dataDir, ...models, ...ports });
  const chunks: Span[] = [];
  for await (const row of workspace.rows("chunk"))
    if (row.kind === "chunk") chunks.push({ file: row.file, start: row.startOffset, end: row.endOffset });
  const results: AskedResult[] = [];
  for (const asked of questions) {
    const { context } = await workspace.askRequest(asked.question);
    const result = await workspace.ask(asked.question);
    const goldChunks = chunks.filter((chunk) => asked.evidence.some((gold) => overlaps(gold, chunk)));
    const reply = chatModel === null ? null : (recorded.find(({ id }) => id === asked.id) ?? null);
    results.push({ asked, result, sources: context.sources, recorded: reply, goldChunks });
  }
  return results;
}

/** Checks each faulty sentence alone. Faults whose cited words are in no source are not counted. */
async function plantFaults(
  faults: readonly FaultySentence[],
  dataDir: string,
  models: ModelOptions,
): Promise<FaultFigures> {
  await using workspace = await open("default", { dataDir, ...models });
  const figures: Record<string, Share> = {};
  for (const { id, question } of recorded) {
    const { context } = await workspace.askRequest(question);
    for (const { fault, text, citations } of faults.filter((each) => each.id === id)) {
      if (!citations.every((citation) => isPresent(citation, context.sources))) continue;
      const reply = JSON.stringify({ answered: true, sentences: [{ text, citations }] });
      const [kept] = checkAnswer(context, reply).answer;
      const isFound = kept === undefined || (fault === "link" && !kept.text.includes("example"));
      if (isFound === (fault === "none") && values.examples) console.log(`misjudged, ${fault}: ${text}`);
      const { count, of } = figures[fault] ?? { count: 0, of: 0 };
      figures[fault] = { count: count + (isFound ? 1 : 0), of: of + 1 };
    }
  }
  return figures;
}

function printDropped(name: string, results: readonly AskedResult[]): void {
  for (const { asked, result, recorded: reply, sources } of results)
    for (const { text, citations } of reply?.reply.sentences ?? []) {
      if (result.answer.some((sentence) => sentence.text === text)) continue;
      const why = citations.every((citation) => isPresent(citation, sources)) ? "dropped" : "lost by the search";
      console.log(`${name}, ${why}, ${asked.id}: ${text}`);
    }
}

function rowsOf(all: readonly AskFigures[]): string[][] {
  const row = (title: string, of: (figures: AskFigures) => string): string[] => [title, ...all.map(of)];
  return [
    row("answered, of the answerable", ({ answered }) => render(answered)),
    row('"do not say", of the unanswerable', ({ declined }) => render(declined)),
    row("gold evidence among the sources", ({ evidenceInSources }) => percent(evidenceInSources)),
    row("citations with words of the gold evidence", ({ precision }) => render(precision.words)),
    row("citations in a chunk of the gold evidence", ({ precision }) => render(precision.chunk)),
    row("citations that support the sentence, by a reader", ({ supported }) => render(supported)),
    row("gold evidence that is cited", ({ recall }) => percent(recall)),
    row("sentences kept, of the recorded", ({ sentences }) =>
      render(sentences === null ? null : { count: sentences.kept, of: sentences.recorded }),
    ),
    row("  lost by the search", ({ sentences }) => String(sentences?.lost ?? "")),
    row("  dropped by the checks, of these rightly", ({ sentences }) =>
      sentences === null ? "" : `${sentences.dropped}, ${sentences.droppedRightly}`,
    ),
    row("  kept, but wrong", ({ sentences }) => String(sentences?.keptWrongly ?? "")),
  ];
}

function render(share: Share | null | undefined): string {
  if (share === null || share === undefined) return "";
  return `${share.count} of ${share.of} (${percent(share.count / Math.max(1, share.of))})`;
}

function percent(value: number): string {
  return `${Math.round(100 * value)} %`;
}
