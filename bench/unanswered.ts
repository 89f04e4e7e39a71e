/**
 * How often search recognises a question without an answer, and refuses one with an answer: by the demanded type of answer,
 * and by the score. Over the gold questions, and over those of bench/typed-questions.jsonl (ours, over meetings of QMSum, MIT),
 * of which the part "tune" was used to choose the numbers of the rule.
 * `node bench/unanswered.ts [--models-dir DIR]`: with the default local model in DIR, by meaning too.
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { HashingEmbeddingModel } from "../packages/colloquy/src/adapters/hashing/index.ts";
import { localModelId, openLocalModel } from "../packages/colloquy/src/adapters/local-embeddings/index.ts";
import { openSqliteVectorStore } from "../packages/colloquy/src/adapters/sqlite/index.ts";
import { analyse } from "../packages/colloquy/src/analysis/index.ts";
import type { EmbeddingModel } from "../packages/colloquy/src/ports/index.ts";
import {
  Background,
  FOUND_SCORE,
  LEXICAL_RANKING,
  type Ranking,
  searchOutcome,
  SEMANTIC_RANKING,
} from "../packages/colloquy/src/retrieval/index.ts";
import { linesOf, loadQmsum } from "./qmsum.ts";
import { printTable, SHARED, writeResults } from "./report.ts";

const { signal } = new AbortController();
const { values } = parseArgs({ options: { "models-dir": { type: "string" } } });

interface Question {
  readonly question: string;
  /** Empty if the meetings do not answer it. */
  readonly evidence: readonly { readonly file: string }[];
}

const own = linesOf<Question & { readonly part: string }>(path.join(import.meta.dirname, "typed-questions.jsonl"));
const sets: Readonly<Record<string, readonly Question[]>> = {
  tune: own.filter(({ part }) => part === "tune"),
  "held out": own.filter(({ part }) => part === "held out"),
  gold: linesOf<Question>(path.join(SHARED, "data", "gold", "questions.jsonl")),
};

const measured: Record<string, Record<string, Figures>> = {
  words: await measure(new HashingEmbeddingModel(), LEXICAL_RANKING),
};
if (values["models-dir"] !== undefined)
  measured["words and meaning"] = await measure(await localModel(), SEMANTIC_RANKING);

console.log("Questions without an answer that are recognised, and questions with an answer that are refused");
printTable({
  header: ["", "", "no answer", "by type", "by score", "either", "answer", "by type", "by score", "either"],
  rows: Object.entries(measured).flatMap(([name, bySet]) =>
    Object.entries(bySet).map(([set, { unanswerable, answerable }]) => [
      name,
      set,
      ...[unanswerable, answerable].flatMap((counts) =>
        [counts.questions, counts.byType, counts.byScore, counts.either].map(String),
      ),
    ]),
  ),
});
writeResults("unanswered", measured);

interface Counts {
  readonly questions: number;
  /** Questions whose demanded type no chunk states. */
  readonly byType: number;
  /** Questions whose best score is below `FOUND_SCORE`. */
  readonly byScore: number;
  readonly either: number;
}

interface Figures {
  readonly unanswerable: Counts;
  readonly answerable: Counts;
}

async function measure(model: EmbeddingModel, ranking: Ranking): Promise<Record<string, Figures>> {
  await using _model = model;
  const figures: Record<string, Figures> = {};
  for (const [name, questions] of Object.entries(sets)) figures[name] = await measureSet(questions, model, ranking);
  return figures;
}

/** Each set is asked of an index of the meetings that answer one of its questions. */
async function measureSet(questions: readonly Question[], model: EmbeddingModel, ranking: Ranking): Promise<Figures> {
  const files = new Set(questions.flatMap(({ evidence }) => evidence.map(({ file }) => file)));
  const { rows } = await loadQmsum(model, (file) => files.has(file));
  await using store = openSqliteVectorStore(":memory:", { workspace: "qmsum" });
  await store.prepare(model);
  await store.upsert(rows.map((row) => ({ row, terms: analyse(row.text) })));
  const background = new Background(store);
  const judged: { readonly isAnswered: boolean; readonly byType: boolean; readonly byScore: boolean }[] = [];
  for (const { question, evidence } of questions) {
    const { hits, unstated } = await searchOutcome(
      { store, model: model.matchesWords === true ? null : model, ranking, background },
      { words: question, limit: 10 },
      { signal },
    );
    const byScore = (hits[0]?.score ?? 0) < FOUND_SCORE;
    judged.push({ isAnswered: evidence.length > 0, byType: unstated !== null, byScore });
  }
  const count = (isAnswered: boolean): Counts => {
    const of = judged.filter((each) => each.isAnswered === isAnswered);
    return {
      questions: of.length,
      byType: of.filter(({ byType }) => byType).length,
      byScore: of.filter(({ byScore }) => byScore).length,
      either: of.filter(({ byType, byScore }) => byType || byScore).length,
    };
  };
  return { unanswerable: count(false), answerable: count(true) };
}

async function localModel(): Promise<EmbeddingModel> {
  const modelsDir = values["models-dir"] ?? "";
  return openLocalModel(localModelId("local") ?? "", {
    modelsDir,
    environment: process.env,
    notify: console.error,
    signal,
  });
}
