import { type Evidence, POLARITIES } from "../model/index.ts";
import type { TranscriptEvidence } from "../ports/index.ts";
import { type CitedEvidence, SHOWN_CHARACTERS, statementText, type SummarySubject, summarySubject } from "./subject.ts";

/** A transcript up to this size is summarised from all of its turns, a longer one from its relations and quotes. */
const SHORT = { characters: 8_000, turns: 60 } as const;
/** A long transcript is divided into parts of equal length; each gives as many pieces of evidence. */
const LONG = { parts: 12, evidenceOfAPart: 4, quotesOfAPart: 2 } as const;
/** With fewer relations and quotes a long transcript is summarised from turns. */
const LEAST_STATED = 12;
const LEAST_EVIDENCE = 3;
/** Shorter turns ("Yes.") say nothing alone. */
const LEAST_CHARACTERS = 40;

/**
 * A transcript with the evidence for its summary; null if there is too little. The size is bounded: one call is enough for
 * a transcript of any length.
 */
export function transcriptSubject(id: string, material: readonly TranscriptEvidence[]): SummarySubject | null {
  const turns = material.filter(({ kind }) => kind === "turn");
  const pieces = turns.flatMap(({ evidence }) => piecesOf(evidence));
  const characters = pieces.reduce((sum, { text }) => sum + text.length, 0);
  const isShort = characters <= SHORT.characters && pieces.length <= SHORT.turns;
  const evidence = isShort ? pieces.map(plain) : fromParts(material, pieces);
  const subject = summarySubject({ kind: "transcript", id, entity: null }, evidence);
  return subject.evidence.length < LEAST_EVIDENCE ? null : subject;
}

function fromParts(material: readonly TranscriptEvidence[], pieces: readonly Evidence[]): readonly CitedEvidence[] {
  const stated = material.filter(({ kind, evidence }) => kind !== "turn" && evidence.polarity !== "implied");
  const candidates: readonly TranscriptEvidence[] =
    stated.length >= LEAST_STATED
      ? stated
      : pieces
          .filter(({ text }) => text.length >= LEAST_CHARACTERS)
          .map((evidence) => ({ evidence, kind: "turn", relation: null }));
  const end = Math.max(1, ...material.map(({ evidence }) => evidence.endOffset));
  const parts = Map.groupBy(candidates, ({ evidence }) => Math.floor((evidence.startOffset / end) * LONG.parts));
  return [...parts.values()].flatMap((part) => {
    const [quotes = [], others = []] = [true, false].map((isQuote) =>
      part.filter(({ kind }) => (kind === "quote") === isQuote).toSorted(byWorth),
    );
    const ordered = [...quotes.slice(0, LONG.quotesOfAPart), ...others, ...quotes.slice(LONG.quotesOfAPart)];
    const best = ordered.slice(0, LONG.evidenceOfAPart);
    // All statements about the chosen words are shown.
    return part.filter(({ evidence }) => best.some((chosen) => isSamePlace(chosen.evidence, evidence))).map(cited);
  });
}

/** By polarity, confidence and length; equal ones in their order. */
function byWorth(one: TranscriptEvidence, other: TranscriptEvidence): number {
  const rank = ({ evidence, relation }: TranscriptEvidence): readonly number[] => [
    POLARITIES.indexOf(evidence.polarity),
    -(relation?.confidence ?? 0),
    -Math.min(SHOWN_CHARACTERS, evidence.text.length),
    evidence.startOffset,
    evidence.endOffset,
  ];
  const others = rank(other);
  return rank(one).reduce((order, value, index) => order || value - (others[index] ?? 0), 0);
}

function cited({ evidence, relation }: TranscriptEvidence): CitedEvidence {
  if (relation === null) return plain(evidence);
  const { source, type, target } = relation;
  return { evidence, statements: [statementText(source, type, target, evidence)] };
}

function plain(evidence: Evidence): CitedEvidence {
  return { evidence, statements: [] };
}

function isSamePlace(one: Evidence, other: Evidence): boolean {
  return one.chunk === other.chunk && one.startOffset === other.startOffset && one.endOffset === other.endOffset;
}

/** A turn in pieces that a prompt can show whole, cut between sentences or else between words. */
function piecesOf(turn: Evidence): readonly Evidence[] {
  const pieces: Evidence[] = [];
  for (let start = 0; start < turn.text.length;) {
    const end = endOfPiece(turn.text, start);
    const text = turn.text.slice(start, end);
    const startOffset = turn.startOffset + start;
    if (text.trim() !== "") pieces.push({ ...turn, startOffset, endOffset: startOffset + text.length, text });
    start = end;
    while (/\s/.test(turn.text.charAt(start))) start += 1;
  }
  return pieces;
}

function endOfPiece(text: string, start: number): number {
  const most = start + SHOWN_CHARACTERS;
  if (text.length <= most) return text.length;
  const part = text.slice(start, most);
  const sentence = Math.max(part.lastIndexOf(". "), part.lastIndexOf("? "), part.lastIndexOf("! "));
  if (sentence > SHOWN_CHARACTERS / 3) return start + sentence + 1;
  const space = part.lastIndexOf(" ");
  return space > 0 ? start + space : most;
}
