import { contentId, DERIVED_TYPES } from "../model/index.ts";
import type {
  AskedPair,
  DerivedRelation,
  KeyPair,
  MentionedName,
  NameInContext,
  PairVerdict,
  Verdict,
} from "../ports/index.ts";
import { compareNames, type Comparison } from "./candidates.ts";
import { formsOf, needsOneConversation } from "./name-form.ts";

/** A name with its vector; null: the name has none. */
export interface NameWithVector extends MentionedName {
  readonly vector: Float32Array | null;
}

/**
 * The names that vectors join, and the pairs about which a judge is asked; both without those that rules or the user have
 * decided.
 * @param pause Lets other work of the process have its turn.
 */
export function compareMentioned(
  names: readonly NameWithVector[],
  userPairs: readonly KeyPair[],
  pause: () => Promise<void>,
): Promise<Comparison> {
  const decided = new Set(userPairs.map(({ first, second }) => `${first}\n${second}`));
  const known = new Map(names.map(({ key, type }) => [key, { forms: formsOf(key), isPerson: type === "Person" }]));
  const isDecided = (one: string, other: string): boolean => {
    const [first, second] = one < other ? [one, other] : [other, one];
    if (decided.has(`${first}\n${second}`)) return true;
    const [a, b] = [known.get(first), known.get(second)];
    // Rules do not always join names of people by their forms, nor names of two conversations.
    if (a?.isPerson !== false || b?.isPerson !== false || needsOneConversation(one) !== needsOneConversation(other))
      return false;
    return a.forms.some((form) => b.forms.includes(form));
  };
  return compareNames(names, isDecided, pause);
}

/** What follows from the verdicts on a pair so far. */
export interface PairStanding {
  /** Null: no decision, because the verdicts do not tell, or a question is open. */
  readonly isSame: boolean | null;
  /** What the first name is to the second; null if it is neither a kind nor a part, or a question is open. */
  readonly relation: KindOrPart | null;
  /** The round of the next question; null if no further question is asked. */
  readonly next: number | null;
}

type KindOrPart = Exclude<Verdict, "same" | "different" | "broader" | "narrower" | "unsure">;

const RELATIONS: readonly Verdict[] = ["broader kind", "broader part", "narrower kind", "narrower part"];

function isKindOrPart(verdict: Verdict): verdict is KindOrPart {
  return RELATIONS.includes(verdict);
}

/**
 * What two names are to each other, by the verdicts of the rounds so far. "Same", a kind and a part count when a second question,
 * which shows the names in the other order, has the same verdict. Unrelated pairs are many times as frequent as these, so
 * single wrong verdicts would otherwise join or connect more names than right ones. Two verdicts that contradict decide
 * nothing, except that neither of them is "same".
 */
export function standingOf([first, second]: readonly Verdict[]): PairStanding {
  if (first === undefined) return { isSame: null, relation: null, next: 1 };
  const isSame = first === "unsure" ? null : false;
  if (first !== "same" && !isKindOrPart(first)) return { isSame, relation: null, next: null };
  if (second === undefined) return { isSame: first === "same" ? null : false, relation: null, next: 2 };
  if (first === "same") return { isSame: second === "same" ? true : null, relation: null, next: null };
  return { isSame: second === "same" ? null : false, relation: second === first ? first : null, next: null };
}

/** The relation of the keys of a pair that follows from a verdict. */
export function derivedRelation({ first, second }: KeyPair, relation: KindOrPart, version: number): DerivedRelation {
  const type = relation.endsWith("kind") ? DERIVED_TYPES.kind : DERIVED_TYPES.part;
  return relation.startsWith("narrower")
    ? { source: first, type, target: second, version }
    : { source: second, type, target: first, version };
}

/** The question of a round. The second round shows the names in the other order. */
export function questionOf(
  first: MentionedName,
  second: MentionedName,
  { round, version }: Pick<AskedPair, "round" | "version">,
): Omit<AskedPair, "verdict"> {
  const shown = [withoutKey(first), withoutKey(second)] as const;
  return {
    contentKey: contentId("pair", version, round, first.key, second.key),
    first: first.key,
    second: second.key,
    round,
    version,
    shown: round === 2 ? [shown[1], shown[0]] : shown,
  };
}

/** The verdict on the keys of a question, from a verdict on the names in the order in which they were shown. */
export function verdictOn({ round }: Pick<PairVerdict, "round">, shown: Verdict): Verdict {
  if (round !== 2) return shown;
  return shown.startsWith("broader")
    ? (shown.replace("broader", "narrower") as Verdict)
    : (shown.replace("narrower", "broader") as Verdict);
}

function withoutKey({ name, type, evidence, speaker, file }: MentionedName): NameInContext {
  return { name, type, evidence, speaker, file };
}
