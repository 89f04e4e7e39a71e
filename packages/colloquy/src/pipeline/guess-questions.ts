import type { QuestionsToEstimate } from "../estimation/index.ts";
import type { Ledger, LedgerCounts, NameJudge, QuestionPort, StatementChecker, Summariser } from "../ports/index.ts";
import { counted } from "../text/index.ts";
import type { PlannedStage } from "./batches.ts";
import { STATEMENTS_PER_CALL } from "./check.ts";
import { PAIRS_PER_CALL } from "./judge.ts";
import { SUBJECTS_PER_CALL } from "./summarise.ts";

/** The questions of a stage before they are known. */
export type GuessedQuestions = Pick<
  QuestionsToEstimate,
  "stage" | "profile" | "questions" | "questionsPerCall" | "frameTokens" | "questionTokens" | "guess"
>;

/** The ports of a run that ask questions when all chunks are extracted. */
export interface QuestionPorts {
  readonly checker: StatementChecker | null;
  /** Whether statements without a risk are checked too. */
  readonly checksAll: boolean;
  readonly judge: NameJudge | null;
  readonly summariser: Summariser | null;
  readonly summaryEntities: number;
}

/**
 * Usual values: five meetings of QMSum (130 chunks) have 778 entities, 516 relations, of which 80 % are risky, and 4
 * pairs of names for each entity; a fifth of the pairs is asked about twice. A fifth of the entities is in several chunks.
 */
const USUAL = { entities: 6, statements: 4, riskyShare: 0.8, pairs: 4, rounds: 1.2, summarised: 0.2 } as const;
/** Mean tokens of a question: names share their evidence with other pairs of a call. */
const TOKENS = { frame: 500, statement: 75, pair: 9, entity: 450, transcript: 1_200 } as const;
/** Fewer extracted chunks do not show how many entities a chunk has. */
const LEAST_EXTRACTED = 20;
/** The numbers of questions are uncertain by these factors. */
const UNCERTAINTY = { least: 0.4, likely: 1, most: 2.2 } as const;

type GuessLedger = Pick<Ledger, "counts" | "verdicts" | "summarised">;

/**
 * Guesses how many questions a run asks after its extraction, from the number of chunks. Empty if the run leaves chunks that
 * are not extracted, because then it asks nothing.
 */
export async function guessQuestions(
  ledger: GuessLedger,
  extraction: Pick<PlannedStage, "plan"> & Partial<Pick<PlannedStage, "transcripts">>,
  ports: QuestionPorts,
): Promise<readonly GuessedQuestions[]> {
  const { total, pending = total, profile } = extraction.plan;
  if (total < pending) return [];
  const counts = await ledger.counts();
  const corpus = { counts, ...entitiesOf(counts, profile), pending: total };
  return [
    ...(ports.checker === null || total === 0 ? [] : [guessChecks(corpus, ports.checker, ports.checksAll)]),
    ...(ports.judge === null ? [] : await guessPairs(ledger, corpus, ports.judge)),
    ...(ports.summariser === null ? [] : await guessSummaries(ledger, corpus, ports.summariser, ports.summaryEntities)),
  ].filter(({ questions }) => questions.most > 0);
}

/** The usual number of pairs of names that a judge is asked about. */
export function usualPairs(entities: number): number {
  return Math.round(USUAL.pairs * entities);
}

/** The questions about a number of pairs. */
export function questionsOfPairs(pairs: number, port: Pick<NameJudge, "profile">): GuessedQuestions {
  const size = { questionsPerCall: PAIRS_PER_CALL, questionTokens: TOKENS.pair };
  return guessed("judge", port, pairs * USUAL.rounds, { ...size, guess: `About ${counted(pairs, "pair")} of names.` });
}

interface Corpus {
  readonly counts: LedgerCounts;
  /** Chunks that this run extracts. */
  readonly pending: number;
  /** Entities when all chunks are extracted. */
  readonly entities: number;
  readonly perChunk: number;
  readonly isMeasured: boolean;
}

function entitiesOf(
  { chunks, profiles, graph }: LedgerCounts,
  extraction: string,
): Pick<Corpus, "entities" | "perChunk" | "isMeasured"> {
  const extracted = profiles.find(({ profile }) => profile === extraction)?.chunks ?? 0;
  const isMeasured = extracted >= LEAST_EXTRACTED && extracted > chunks.extracted / 2 && graph.entities > 0;
  const perChunk = isMeasured ? graph.entities / chunks.extracted : USUAL.entities;
  return { entities: perChunk * chunks.total, perChunk, isMeasured };
}

function guessChecks({ pending }: Corpus, port: StatementChecker, all: boolean): GuessedQuestions {
  const share = all ? 1 : USUAL.riskyShare;
  const guess = `A rough guess: a chunk has about ${USUAL.statements} statements${all ? "" : `, and about ${100 * share} % of them are checked`}.`;
  const size = { questionsPerCall: STATEMENTS_PER_CALL, questionTokens: TOKENS.statement };
  return guessed("check", port, pending * USUAL.statements * share, { ...size, guess });
}

async function guessPairs(ledger: GuessLedger, corpus: Corpus, port: NameJudge): Promise<readonly GuessedQuestions[]> {
  const verdicts = await ledger.verdicts(port.questionVersion);
  const pairs = verdicts.filter(({ round }) => round === 1).length;
  // All names were compared, and this run adds none.
  if (corpus.pending === 0 && pairs > 0) return [];
  const isMeasured = pairs >= LEAST_EXTRACTED && corpus.isMeasured;
  const perEntity = isMeasured ? pairs / corpus.counts.graph.entities : USUAL.pairs;
  const rounds = isMeasured ? verdicts.length / pairs : USUAL.rounds;
  const questions = corpus.entities * perEntity * rounds - verdicts.length;
  const guess = `A rough guess: ${entitiesText(corpus)}, and about ${perEntity.toFixed(1)} pairs of names for each entity${isMeasured ? " as in this workspace" : ""}.`;
  const size = { questionsPerCall: PAIRS_PER_CALL, questionTokens: TOKENS.pair };
  return [guessed("judge", port, questions, { ...size, guess })];
}

async function guessSummaries(
  ledger: GuessLedger,
  corpus: Corpus,
  port: Summariser,
  most: number,
): Promise<readonly GuessedQuestions[]> {
  const { transcripts } = corpus.counts;
  const written = await ledger.summarised();
  // Without new chunks no evidence changes. Entities are the last subjects, so all subjects with enough evidence have summaries.
  if (corpus.pending === 0 && written.some(({ kind }) => kind === "entity")) return [];
  const entities = Math.min(most, USUAL.summarised * corpus.entities);
  const all = transcripts + entities;
  // With new chunks the summaries of frequent entities are written again.
  const kept = corpus.pending === 0 ? written.length : written.filter(({ kind }) => kind === "transcript").length;
  const guess = `A rough guess: ${counted(transcripts, "transcript")} and at most ${counted(Math.round(entities), "entity", "entities")}, those with evidence that has no summary yet.`;
  const tokens = (transcripts * TOKENS.transcript + entities * TOKENS.entity) / Math.max(1, all);
  const size = { questionsPerCall: SUBJECTS_PER_CALL, questionTokens: tokens };
  return [guessed("summarise", port, all - kept, { ...size, guess, most: all })];
}

function entitiesText({ entities, perChunk, isMeasured }: Corpus): string {
  return `about ${counted(Math.round(entities), "entity", "entities")} (${perChunk.toFixed(1)} a chunk, ${isMeasured ? "as in this workspace" : "a usual value"})`;
}

function guessed(
  stage: GuessedQuestions["stage"],
  { profile, sharedInputTokens = TOKENS.frame }: Pick<QuestionPort<never>, "profile" | "sharedInputTokens">,
  likely: number,
  {
    most = Infinity,
    ...size
  }: Pick<GuessedQuestions, "questionsPerCall" | "questionTokens" | "guess"> & {
    readonly most?: number;
  },
): GuessedQuestions {
  const ends = Object.entries(UNCERTAINTY).map(([end, factor]) => [
    end,
    Math.round(Math.min(most, Math.max(0, likely) * factor)),
  ]);
  const questions = Object.fromEntries(ends) as GuessedQuestions["questions"];
  return { stage, profile, questions, frameTokens: sharedInputTokens, ...size };
}
