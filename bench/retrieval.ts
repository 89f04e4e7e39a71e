/**
 * How often search finds the gold chunks of QMSum within their meeting, against minisearch's defaults over
 * the same chunks. Numbers of the ranking were chosen on the meetings of one half ("tune").
 */
import MiniSearch from "minisearch";
import { HashingEmbeddingModel } from "../packages/colloquy/src/adapters/hashing/index.ts";
import { openSqliteVectorStore } from "../packages/colloquy/src/adapters/sqlite/index.ts";
import { analyse } from "../packages/colloquy/src/analysis/index.ts";
import type { VectorRow } from "../packages/colloquy/src/model/index.ts";
import { LEXICAL_RANKING, type Ranking, searchChunks } from "../packages/colloquy/src/retrieval/index.ts";
import { type GoldQuery, loadQmsum } from "./qmsum.ts";
import { printTable, writeResults } from "./report.ts";

type Ranker = (query: GoldQuery) => Promise<readonly string[]>;
type Figures = Record<"recall@5" | "recall@10" | "mrr", number>;

const DEPTH = 50;
const PLAIN: Ranking = {
  phraseWeight: 0,
  speakerWeight: 0,
  vectorWeight: 0,
  findsByVector: false,
  neighbourShares: [],
};
const signal = new AbortController().signal;

const model = new HashingEmbeddingModel();
const { files, rows, queries } = await loadQmsum(model);
await using store = openSqliteVectorStore(":memory:", { workspace: "qmsum" });
await store.prepare(model);
await store.upsert(rows.map((row) => ({ row, terms: analyse(row.text) })));

const results: Record<string, Record<string, Figures>> = {};
for (const [name, ranker] of Object.entries(rankers())) results[name] = await measure(ranker);

console.log(`${files.length} meetings, ${rows.length} chunks, ${queries.length} queries: recall@5 / recall@10 / MRR`);
const groups = Object.keys(Object.values(results)[0] ?? {});
printTable({
  header: ["", ...groups],
  rows: Object.entries(results).map(([name, byGroup]) => [
    name,
    ...groups.map((group) => renderFigures(byGroup[group])),
  ]),
});
const shown = {
  "in a meeting, whole questions": await measureShown((query) => query.words, true),
  "in a meeting, two rarest words": await measureShown((query) => rarestWords(query.words, 2), true),
  "in all meetings, whole questions": await measureShown((query) => query.words, false),
  "in all meetings, two rarest words": await measureShown((query) => rarestWords(query.words, 2), false),
};
console.log("\nChunks that a search without --limit shows, compared with always ten: chunks / recall@10 / precision");
printTable({
  header: ["", "shown", "always ten"],
  rows: Object.entries(shown).map(([name, { cut, ten }]) => [name, renderShown(cut), renderShown(ten)]),
});
const counts = { meetings: files.length, chunks: rows.length, queries: queries.length };
writeResults("retrieval", { ...counts, results, shown });

function rankers(): Record<string, Ranker> {
  const { phraseWeight, speakerWeight, vectorWeight } = LEXICAL_RANKING;
  return {
    "minisearch, its defaults": minisearch(),
    "hashed vectors alone": async ({ words, file }) => {
      const vector = await model.embedQuery(words, { signal, weight: await rarity(words) });
      return ids(await store.nearest(vector, { limit: DEPTH, filter: { files: [file] } }));
    },
    "BM25 alone": async ({ words, file }) =>
      ids(await store.matching([...new Set(analyse(words))], { limit: DEPTH, filter: { files: [file] } })),
    "BM25 + phrases": search({ ...PLAIN, phraseWeight }),
    "+ named speakers": search({ ...PLAIN, phraseWeight, speakerWeight }),
    "+ hashed vectors": search({ ...PLAIN, phraseWeight, speakerWeight, vectorWeight }),
    "+ neighbours = colloquy search": search(LEXICAL_RANKING),
    "colloquy search less phrases": search({ ...LEXICAL_RANKING, phraseWeight: 0 }),
    "colloquy search less named speakers": search({ ...LEXICAL_RANKING, speakerWeight: 0 }),
    "colloquy search less hashed vectors": search({ ...LEXICAL_RANKING, vectorWeight: 0 }),
  };
}

function search(ranking: Ranking): Ranker {
  return async ({ words, file }) => {
    const hits = await searchChunks({ store, model, ranking }, { words, files: [file], limit: DEPTH }, { signal });
    return hits.map(({ chunk }) => chunk);
  };
}

interface ShownFigures {
  readonly chunks: number;
  readonly recall: number;
  readonly precision: number;
}

/** The chunks that a user gets for a query, and the ten best chunks. */
async function measureShown(
  wordsOf: (query: GoldQuery) => string | Promise<string>,
  withinMeeting: boolean,
): Promise<{ readonly cut: ShownFigures; readonly ten: ShownFigures }> {
  const figures: { cut: ShownFigures; ten: ShownFigures }[] = [];
  for (const query of queries) {
    const request = { words: await wordsOf(query), ...(withinMeeting ? { files: [query.file] } : {}) };
    const found = async (limit: { limit?: number }): Promise<ShownFigures> => {
      const hits = await searchChunks({ store, model }, { ...request, ...limit }, { signal });
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
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    chunks: round(sum("chunks") / figures.length),
    recall: round(sum("recall") / figures.length),
    precision: round(sum("precision") / sum("chunks")),
  };
}

function renderShown({ chunks, recall, precision }: ShownFigures): string {
  return `${chunks.toFixed(1)} / ${recall.toFixed(3)} / ${precision.toFixed(3)}`;
}

/** The rarest words of a query, as an experienced user would type them. */
async function rarestWords(query: string, count: number): Promise<string> {
  const words = query.split(/[^\p{L}\p{N}]+/u).filter((word) => analyse(word).length === 1);
  const frequencies = await store.documentFrequencies(words.flatMap(analyse));
  const known = words
    .map((word, index) => ({ word, frequency: frequencies[index] ?? 0 }))
    .filter(({ frequency }) => frequency > 0);
  return known
    .sort((one, other) => one.frequency - other.frequency)
    .slice(0, count)
    .map(({ word }) => word)
    .join(" ");
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

async function rarity(words: string): Promise<(term: string) => number> {
  const terms = [...new Set(analyse(words))];
  const frequencies = await store.documentFrequencies(terms);
  const weights = new Map(
    terms.map((term, index) => [term, Math.log((rows.length + 1) / ((frequencies[index] ?? 0) + 0.5))]),
  );
  return (term) => weights.get(term) ?? 0;
}

function ids(hits: readonly { readonly row: { readonly id: string } }[]): string[] {
  return hits.map(({ row }) => row.id);
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
  const round = (sum: number): number => Math.round((sum / count) * 1000) / 1000;
  return { "recall@5": round(totals["recall@5"]), "recall@10": round(totals["recall@10"]), mrr: round(totals.mrr) };
}

function renderFigures(figures: Figures | undefined): string {
  return figures === undefined
    ? ""
    : Object.values(figures)
        .map((value) => value.toFixed(3).slice(1))
        .join("/");
}
