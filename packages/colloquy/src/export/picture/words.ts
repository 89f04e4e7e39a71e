import { type Derivation, type Evidence, POLARITIES, type Polarity, type PolarityCounts } from "../../model/index.ts";
import { formatClock } from "../../text/index.ts";

const VERBS: Readonly<Record<string, string>> = {
  CAUSES: "causes",
  INFLUENCES: "influences",
  OPTIMIZES: "improves",
  ENABLES: "enables",
  REDUCES: "reduces",
  LEADS_TO: "leads to",
  REQUIRES: "requires",
  RELATES_TO: "relates to",
  IS_PART_OF: "is part of",
  IS_A: "is a",
  BELIEVES: "believes in",
  SPEAKS_OF: "speaks of",
};

/** A relation type as a verb: `LEADS_TO` is "leads to". */
export function verbOf(type: string): string {
  return VERBS[type] ?? type.toLowerCase().replaceAll("_", " ");
}

/** The participle of each polarity, and its sign next to an arrow; stated relations have no sign. */
const SAYING: Readonly<Record<Polarity, { readonly done: string; readonly mark: string }>> = {
  stated: { done: "stated", mark: "" },
  negated: { done: "denied", mark: "✕" },
  question: { done: "asked", mark: "?" },
  hypothetical: { done: "supposed", mark: "if" },
  implied: { done: "implied", mark: "" },
};

/** The polarities with a sign, with the sign and its meaning. */
export const MARKS = POLARITIES.map((polarity) => ({ polarity, ...SAYING[polarity] })).filter(
  ({ mark }) => mark !== "",
);

/** The signs of the polarities of a relation: "✕ ?". */
export function marksOf(counts: PolarityCounts): string {
  return MARKS.flatMap(({ polarity, mark }) => (counts[polarity] > 0 ? [mark] : [])).join(" ");
}

/** "Stated 2 times, denied once." */
export function countsSentence(counts: PolarityCounts): string {
  const parts = POLARITIES.filter((polarity) => counts[polarity] > 0).map((polarity) => {
    const count = counts[polarity];
    return `${SAYING[polarity].done} ${count === 1 ? "once" : `${count} times`}`;
  });
  const sentence = `${parts.join(", ")}.`;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

/** How a relation came about that no words state. */
export function derivedSentence({ source, target, judge }: Derivation): string {
  return `No words state it: ${judge} compared the names \u201c${source.name}\u201d and \u201c${target.name}\u201d in these words.`;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  CognitiveState: "Cognitive state",
  BehavioralPattern: "Behavioural pattern",
  BodyPart: "Body part",
};

/** An entity type in readable form. */
export function typeName(type: string): string {
  return TYPE_WORDS[type] ?? type;
}

/** Evidence with speaker, file and time, in the form of the page's data. */
export function citation(evidence: Evidence): Readonly<Record<string, string>> {
  const time = formatClock(evidence.startMs) ?? "";
  return {
    text: evidence.text.replace(/\s+/g, " ").trim(),
    speaker: evidence.speaker ?? "",
    file: evidence.file,
    time: evidence.approximate === true ? `about ${time}` : time,
    // "denied", "asked", "supposed" or "implied"; empty when the words state it.
    doubt: evidence.polarity === "stated" ? "" : SAYING[evidence.polarity].done,
  };
}

/** The words that a judge was shown of two names, in the form of `citation`. */
export function comparedCitations({ source, target }: Derivation): readonly Readonly<Record<string, string>>[] {
  return [source, target].map(({ text, speaker, file }) => ({
    text: text.replace(/\s+/g, " ").trim(),
    speaker: speaker ?? "",
    file,
    time: "",
    doubt: "",
  }));
}

const LINE = 17;

/** A name on at most two lines of about 17 characters, broken at spaces where possible. */
export function labelLines(name: string): readonly string[] {
  const characters = [...name];
  if (characters.length <= LINE + 2) return [name];
  const words = name.split(/\s+/);
  let first = "";
  while (words.length > 0 && (first === "" || `${first} ${words[0]}`.length <= LINE)) {
    first = first === "" ? (words.shift() ?? "") : `${first} ${words.shift()}`;
  }
  return [shorten(first), shorten(words.join(" "))].filter((line) => line !== "");
}

function shorten(line: string): string {
  const characters = [...line];
  return characters.length <= LINE + 3 ? line : `${characters.slice(0, LINE + 2).join("")}…`;
}
