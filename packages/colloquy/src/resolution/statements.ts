import { words } from "../analysis/index.ts";
import { type ChunkTurn, contentId, isSymmetric, type RelationMention, type Withdrawal } from "../model/index.ts";
import type { CheckVerdict, ExtractedTranscript, Statement, TextRange } from "../ports/index.ts";

type ExtractedChunk = ExtractedTranscript["chunks"][number];

/** The most characters that are shown before and after the evidence. */
const AROUND = { before: 160, after: 60 } as const;
/** Extractors give a confidence below this to statements that they read between the lines. */
const SURE = 0.6;

/** The statement of a relation, as it is shown to a checker. A function of the relation and the words of its transcript. */
export function statementOf(
  { source, type, target, polarity }: RelationMention,
  chunks: readonly ExtractedChunk[],
  range: TextRange,
  antecedents: readonly TextRange[],
): Statement {
  const chunk = chunkAt(chunks, range.startOffset);
  const turn = chunk?.turns.find((each) => each.startOffset <= range.startOffset && range.startOffset < each.endOffset);
  return {
    source,
    type,
    target,
    polarity,
    speaker: turn?.speaker ?? null,
    ...excerpt(chunk, turn, range),
    antecedents: antecedents.map((each) => wordsAt(chunkAt(chunks, each.startOffset), each)),
  };
}

/** Equal statements with equal words have one key, in any transcript. */
export function statementKey(statement: Statement): string {
  const { source, type, target, polarity, speaker, evidence, before, after, antecedents } = statement;
  return contentId("statement", source, type, target, polarity, speaker, before, evidence, after, ...antecedents);
}

/**
 * Whether the statement itself shows a risk: its extractor infers it or is unsure; its words do not name both ends, or name
 * the target first; they have a word of negation and it has none, or the reverse. The ledger knows a further risk: several
 * types of relation for one pair of names.
 */
export function isRisky(
  { type, confidence }: Pick<RelationMention, "type" | "confidence">,
  statement: Statement,
): boolean {
  const { source, target, polarity, speaker, evidence, antecedents } = statement;
  if (polarity === "implied" || confidence < SURE || antecedents.length > 0) return true;
  if (NEGATION.test(evidence) !== (polarity === "negated")) return true;
  const starts = words(evidence).map(startOf);
  const [first, second] = [source, target].map((name) => (name === speaker ? 0 : placeOf(name, starts)));
  return first === -1 || second === -1 || (!isSymmetric(type) && (second as number) < (first as number));
}

/** English words of negation. Statements in other languages that negate are risky. */
const NEGATION =
  /\b(?:no|not|never|none|nor|neither|nobody|nothing|nowhere|without|cannot|hardly|lack\w*)\b|n['’]t\b/iu;

/** The place of the first word of a name among the starts of words; -1: none. Words with one start are forms of one word. */
function placeOf(name: string, starts: readonly string[]): number {
  const wanted = new Set(words(name).map(startOf));
  return starts.findIndex((start) => wanted.has(start));
}

function startOf(word: string): string {
  return word.slice(0, 5);
}

/**
 * The statement that a second question shows, to confirm why the first one withdrew it: what the words say instead. If they
 * do not say the statement, it is shown again.
 */
export function asWithdrawn(statement: Statement, reason: Withdrawal): Statement {
  const { source, target, polarity } = statement;
  if (reason === "reversed") return { ...statement, source: target, target: source };
  return reason === "not_said" ? statement : { ...statement, polarity: polarity === "negated" ? "stated" : "negated" };
}

/** Whether the verdict of the second question confirms the reason: the words say the other statement, or still not this one. */
export function confirms(reason: Withdrawal, verdict: CheckVerdict): boolean {
  return reason === "not_said" ? verdict !== "supported" : verdict === "supported";
}

/** The chunk with the offset. Every character of every turn is in one chunk. */
function chunkAt(chunks: readonly ExtractedChunk[], offset: number): ExtractedChunk | undefined {
  return chunks.findLast((chunk) => chunk.startOffset <= offset);
}

function wordsAt(chunk: ExtractedChunk | undefined, { startOffset, endOffset }: TextRange): string {
  return chunk?.text.slice(startOffset - chunk.startOffset, endOffset - chunk.startOffset) ?? "";
}

/** Words that are cut off are left out. */
function excerpt(
  chunk: ExtractedChunk | undefined,
  turn: ChunkTurn | undefined,
  range: TextRange,
): Pick<Statement, "before" | "evidence" | "after"> {
  const [least, most] = [turn?.startOffset ?? range.startOffset, turn?.endOffset ?? range.endOffset];
  const [start, end] = [range.startOffset - AROUND.before, range.endOffset + AROUND.after];
  const before = wordsAt(chunk, { startOffset: Math.max(least, start), endOffset: range.startOffset });
  const after = wordsAt(chunk, { startOffset: range.endOffset, endOffset: Math.min(most, end) });
  return {
    before: start > least ? before.replace(/^\S*\s*/, "") : before,
    evidence: wordsAt(chunk, range),
    after: end < most ? after.replace(/\s*\S*$/, "") : after,
  };
}
