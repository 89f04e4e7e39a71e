/**
 * How often search finds the evidence: of the gold questions over five meetings, alone and among all sixty, and the gold
 * chunks of QMSum's queries within their meeting, against minisearch's defaults over the same chunks.
 * `node bench/retrieval.ts [--models-dir DIR]`: with the default local model in DIR, by meaning too.
 */
import { parseArgs } from "node:util";
import MiniSearch from "minisearch";
import { HashingEmbeddingModel } from "../packages/colloquy/src/adapters/hashing/index.ts";
import { localModelId, openLocalModel } from "../packages/colloquy/src/adapters/local-embeddings/index.ts";
import { openSqliteVectorStore } from "../packages/colloquy/src/adapters/sqlite/index.ts";
import { analyse } from "../packages/colloquy/src/analysis/index.ts";
import type { VectorRow } from "../packages/colloquy/src/model/index.ts";
import type { EmbeddingModel, VectorStore } from "../packages/colloquy/src/ports/index.ts";
import {
  Background,
  LEXICAL_RANKING,
  type Ranking,
  searchChunks,
  type SearchHit,
  SEMANTIC_RANKING,
} from "../packages/colloquy/src/retrieval/index.ts";
import { type GoldQuery, type GoldQuestion, loadQmsum, loadQuestions } from "./qmsum.ts";
import { printTable, writeResults } from "./report.ts";

const DEPTH = 50;
const { signal } = new AbortController();
const { values } = parseArgs({ options: { "models-dir": { type: "string" } } });

const hashing = new HashingEmbeddingModel();
const { files, rows, queries } = await loadQmsum(hashing);
const questions = loadQuestions(rows);
const asked = new Set(questions.flatMap(({ evidence }) => evidence.map((id) => id.replace(/ \d+$/, ""))));

/** An index with a model and a ranking. */
interface Index {
  readonly all: VectorStore;
  /** The meetings of the gold questions. */
  readonly five: VectorStore;
  /** Null: searched by words only. */
  readonly model: EmbeddingModel | null;
  readonly ranking: Ranking;
}

const words: Index = { ...(await indexesOf(rows, hashing)), model: null, ranking: LEXICAL_RANKING };
const meaning = values["models-dir"] === undefined ? null : await byMeaning(values["models-dir"]);
const indexes: Readonly<Record<string, Index>> = {
  words,
  ...(meaning === null
    ? {}
    : {
        "words and meaning": meaning,
        "less words": { ...meaning, ranking: { ...meaning.ranking, words: 0, together: 0, phrases: 0 } },
        "less passages": { ...meaning, ranking: { ...meaning.ranking, bestPassage: 0 } },
        "less whole chunks": { ...meaning, ranking: { ...meaning.ranking, wholeChunk: 0 } },
        "less named transcripts": { ...meaning, ranking: { ...meaning.ranking, transcripts: 0 } },
        "less neighbours": {
          ...meaning,
          ranking: { ...meaning.ranking, lending: { subject: [], open: [], fact: [] } },
        },
      }),
};

const answered: Record<string, Record<string, QuestionFigures>> = {};
for (const [name, index] of Object.entries(indexes))
  answered[name] = { five: await measureQuestions(index, index.five), sixty: await measureQuestions(index, index.all) };
console.log(
  `${questions.length} gold questions: share of the evidence among the first 5 / 10: plain, paraphrased, all; the same among all ${files.length} meetings`,
);
printTable({
  header: ["", "plain", "paraphrased", "all", "plain", "paraphrased", "all"],
  rows: Object.entries(answered).map(([name, { five, sixty }]) => [
    name,
    ...[five, sixty].flatMap((figures) =>
      (["plain", "paraphrase", "all"] as const).map((style) => pair(figures?.[style])),
    ),
  ]),
});

type Ranker = (query: GoldQuery) => Promise<readonly string[]>;
type Figures = Record<"recall@5" | "recall@10" | "mrr", number>;

const results: Record<string, Record<string, Figures>> = {};
results["minisearch, its defaults"] = await measure(minisearch());
for (const [name, index] of Object.entries(indexes)) results[name] = await measure(searchOf(index));
console.log(
  `\n${files.length} meetings, ${rows.length} chunks, ${queries.length} queries: recall@5 / recall@10 / MRR within the meeting`,
);
const groups = Object.keys(Object.values(results)[0] ?? {});
printTable({
  header: ["", ...groups],
  rows: Object.entries(results).map(([name, byGroup]) => [
    name,
    ...groups.map((group) => renderFigures(byGroup[group])),
  ]),
});

const shown: Record<string, { readonly cut: ShownFigures; readonly ten: ShownFigures }> = {};
for (const [name, index] of Object.entries(meaning === null ? { words } : { words, "words and meaning": meaning })) {
  shown[`${name}, in a meeting`] = await measureShown(index, true);
  shown[`${name}, in all meetings`] = await measureShown(index, false);
}
console.log("\nChunks that a search without --limit shows, compared with always ten: chunks / recall@10 / precision");
printTable({
  header: ["", "shown", "always ten"],
  rows: Object.entries(shown).map(([name, { cut, ten }]) => [name, renderShown(cut), renderShown(ten)]),
});
const counts = { meetings: files.length, chunks: rows.length, queries: queries.length, questions: questions.length };
writeResults("retrieval", { ...counts, model: meaning?.model?.profile ?? null, answered, results, shown });
for (const { all, five, model } of meaning === null ? [words] : [words, meaning]) {
  for (const each of [all, five, model]) await each?.[Symbol.asyncDispose]();
}

async function indexesOf(all: readonly VectorRow[], model: EmbeddingModel): Promise<Pick<Index, "all" | "five">> {
  const [every, some] = [
    await storeOf(all, model),
    await storeOf(
      all.filter(({ file }) => asked.has(file)),
      model,
    ),
  ];
  return { all: every, five: some };
}

async function storeOf(chunks: readonly VectorRow[], model: EmbeddingModel): Promise<VectorStore> {
  const store = openSqliteVectorStore(":memory:", { workspace: "qmsum" });
  await store.prepare(model);
  await store.upsert(chunks.map((row) => ({ row, terms: analyse(row.text) })));
  return store;
}

async function byMeaning(modelsDir: string): Promise<Index> {
  const id = localModelId("local") ?? "";
  const model = await openLocalModel(id, { modelsDir, environment: process.env, notify: console.error, signal });
  const { rows: embedded } = await loadQmsum(model);
  return { ...(await indexesOf(embedded, model)), model, ranking: SEMANTIC_RANKING };
}

interface QuestionFigures {
  readonly plain: Recall;
  readonly paraphrase: Recall;
  readonly all: Recall;
}

/** The mean share of the evidence of a question among the first 5 and 10 chunks. */
interface Recall {
  readonly five: number;
  readonly ten: number;
}

async function measureQuestions({ model, ranking }: Index, store: VectorStore): Promise<QuestionFigures> {
  const background = new Background(store);
  const found: { readonly style: string | null; readonly five: number; readonly ten: number }[] = [];
  for (const question of questions.filter(({ evidence }) => evidence.length > 0)) {
    const hits = await searchChunks(
      { store, model, ranking, background },
      { words: question.words, limit: 10 },
      { signal },
    );
    found.push({ style: question.style, five: shareOf(question, hits.slice(0, 5)), ten: shareOf(question, hits) });
  }
  const mean = (style: string | null): Recall => {
    const counted = found.filter((each) => style === null || each.style === style);
    const of = (key: "five" | "ten"): number =>
      round(counted.reduce((sum, each) => sum + each[key], 0) / counted.length);
    return { five: of("five"), ten: of("ten") };
  };
  return { plain: mean("plain"), paraphrase: mean("paraphrase"), all: mean(null) };
}

function shareOf({ evidence, anyIsEnough }: GoldQuestion, hits: readonly SearchHit[]): number {
  const ids = new Set(hits.flatMap(({ chunk, duplicates = [] }) => [chunk, ...duplicates.map((each) => each.chunk)]));
  const found = evidence.filter((id) => ids.has(id)).length;
  return anyIsEnough ? Math.min(1, found) : found / evidence.length;
}

function searchOf({ all: store, model, ranking }: Index): Ranker {
  const background = new Background(store);
  return async ({ words: query, file }) => {
    const request = { words: query, files: [file], limit: DEPTH };
    const hits = await searchChunks({ store, model, ranking, background }, request, { signal });
    return hits.map(({ chunk }) => chunk);
  };
}

function pair(recall: Recall | undefined): string {
  return recall === undefined
    ? ""
    : `${recall.five.toFixed(2).replace(/^0/, "")} / ${recall.ten.toFixed(2).replace(/^0/, "")}`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

interface ShownFigures {
  readonly chunks: number;
  readonly recall: number;
  readonly precision: number;
}

/** The chunks that a user gets for a query, and the ten best chunks. */
async function measureShown(
  { all: store, model, ranking }: Index,
  withinMeeting: boolean,
): Promise<{ readonly cut: ShownFigures; readonly ten: ShownFigures }> {
  const background = new Background(store);
  const figures: { cut: ShownFigures; ten: ShownFigures }[] = [];
  for (const query of queries) {
    const request = { words: query.words, ...(withinMeeting ? { files: [query.file] } : {}) };
    const found = async (limit: { limit?: number }): Promise<ShownFigures> => {
      const hits = await searchChunks({ store, model, ranking, background }, { ...request, ...limit }, { signal });
      const good = hits.filter(({ chunk }) => query.gold.has(chunk)).length;
      return { chunks: hits.length, recall: good / Math.min(10, query.gold.size), precision: good };
    };
    figures.push({ cut: await found({}), ten: await found({ limit: 10 }) });
  }
  return { cut: meanOf(figures.map((each) => each.cut)), ten: meanOf(figures.map((each) => each.ten)) };
}

/** Precision over all shown chunks, so that a query with few chunks has less weight than a query with many. */
function meanOf(figures: readonly ShownFigures[]): ShownFigures {
  const sum = (key: keyof ShownFigures): number => figures.reduce((total, each) => total + each[key], 0);
  return {
    chunks: round(sum("chunks") / figures.length),
    recall: round(sum("recall") / figures.length),
    precision: round(sum("precision") / sum("chunks")),
  };
}

function renderShown({ chunks, recall, precision }: ShownFigures): string {
  return `${chunks.toFixed(1)} / ${recall.toFixed(3)} / ${precision.toFixed(3)}`;
}

function minisearch(): Ranker {
  const indexes = new Map<string, MiniSearch<VectorRow>>();
  for (const file of files) {
    const index = new MiniSearch<VectorRow>({ fields: ["text"] });
    index.addAll(rows.filter((row) => row.file === file));
    indexes.set(file, index);
  }
  return async ({ words, file }) => (indexes.get(file)?.search(words) ?? []).map(({ id }) => String(id));
}

async function measure(ranker: Ranker): Promise<Record<string, Figures>> {
  const sums: Record<string, { count: number; totals: Figures }> = {};
  for (const query of queries) {
    const figures = judge(await ranker(query), query.gold);
    const half = files.indexOf(query.file) % 2 === 0 ? "tune" : "held out";
    for (const group of ["all", half, query.domain]) {
      const sum = (sums[group] ??= { count: 0, totals: { "recall@5": 0, "recall@10": 0, mrr: 0 } });
      sum.count++;
      for (const key of ["recall@5", "recall@10", "mrr"] as const) sum.totals[key] += figures[key];
    }
  }
  return Object.fromEntries(
    Object.entries(sums)
      .sort()
      .map(([group, { count, totals }]) => [group, scale(totals, count)]),
  );
}

function judge(ranked: readonly string[], gold: ReadonlySet<string>): Figures {
  const recall = (depth: number): number =>
    ranked.slice(0, depth).filter((id) => gold.has(id)).length / Math.min(depth, gold.size);
  const first = ranked.findIndex((id) => gold.has(id));
  return { "recall@5": recall(5), "recall@10": recall(10), mrr: first < 0 ? 0 : 1 / (first + 1) };
}

function scale(totals: Figures, count: number): Figures {
  return {
    "recall@5": round(totals["recall@5"] / count),
    "recall@10": round(totals["recall@10"] / count),
    mrr: round(totals.mrr / count),
  };
}

function renderFigures(figures: Figures | undefined): string {
  return figures === undefined
    ? ""
    : Object.values(figures)
        .map((value) => value.toFixed(3).slice(1))
        .join("/");
}
