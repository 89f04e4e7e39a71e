import type { CheckVerdict, Polarity } from "../packages/colloquy/src/index.ts";
import { isSymmetric } from "../packages/colloquy/src/model/index.ts";
import type { RecordedReply } from "./replies.ts";

/** A relation of a recorded reply. */
interface RecordedRelation {
  readonly source: string;
  readonly type: string;
  readonly target: string;
  readonly polarity: Polarity;
  readonly evidence: string;
}

export const CORRUPTIONS = ["ends swapped", "negated", "other words"] as const;
export type CorruptionKind = (typeof CORRUPTIONS)[number];

/** A wrong relation in place of a recorded one. */
export interface Corruption {
  readonly kind: CorruptionKind;
  readonly reply: number;
  readonly position: number;
  readonly relation: RecordedRelation;
}

/** Equal for a recorded relation and the statement that a run makes of it. */
export function keyOf({ source, type, target, polarity, evidence }: RecordedRelation): string {
  const folded = [source, type, target, polarity, evidence].map((text) =>
    text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ""),
  );
  return folded.join(" ");
}

/** What a checker says that knows the true relations. */
export function verdictOn(truth: ReadonlySet<string>, statement: RecordedRelation): CheckVerdict {
  const { source, target } = statement;
  const isTrue = (change: Partial<RecordedRelation>): boolean => truth.has(keyOf({ ...statement, ...change }));
  if (isTrue({})) return "supported";
  if (isTrue({ source: target, target: source })) return "reversed";
  return isTrue({ polarity: opposite(statement.polarity) }) ? "negated" : "not_said";
}

function opposite(polarity: Polarity): Polarity {
  return polarity === "negated" ? "stated" : "negated";
}

/** Corruptions of true relations in random order, each relation once; the kinds take turns. */
export function corruptionsOf(
  replies: readonly RecordedReply[],
  truth: ReadonlySet<string>,
  random: () => number,
): readonly Corruption[] {
  const places = replies.flatMap((_, reply) =>
    relationsOf(replies, reply).flatMap((relation, position) =>
      truth.has(keyOf(relation)) ? [{ reply, position, relation, at: random() }] : [],
    ),
  );
  const known = new Set(truth);
  return places
    .toSorted((one, other) => one.at - other.at)
    .flatMap(({ reply, position, relation }, index) => {
      const kind = CORRUPTIONS[index % CORRUPTIONS.length] as CorruptionKind;
      const wrong = corrupted(kind, relation, relationsOf(replies, reply), random);
      if (wrong === null || known.has(keyOf(wrong))) return [];
      known.add(keyOf(wrong));
      return [{ kind, reply, position, relation: wrong }];
    });
}

function corrupted(
  kind: CorruptionKind,
  relation: RecordedRelation,
  ofReply: readonly RecordedRelation[],
  random: () => number,
): RecordedRelation | null {
  const { source, type, target, polarity } = relation;
  if (kind === "ends swapped") return isSymmetric(type) ? null : { ...relation, source: target, target: source };
  if (kind === "negated")
    return ["stated", "negated"].includes(polarity) ? { ...relation, polarity: opposite(polarity) } : null;
  const others = ofReply.filter(({ evidence }) => evidence !== relation.evidence);
  const other = others[Math.floor(random() * others.length)];
  return other === undefined ? null : { ...relation, evidence: other.evidence };
}

/** The replies with the wrong relations in place of the recorded ones. */
export function withCorruptions(
  replies: readonly RecordedReply[],
  corruptions: readonly Corruption[],
): readonly RecordedReply[] {
  return replies.map((recorded, reply) => {
    const wrong = new Map(corruptions.filter((each) => each.reply === reply).map((each) => [each.position, each]));
    const relations = relationsOf(replies, reply).map((relation, index) => wrong.get(index)?.relation ?? relation);
    return { ...recorded, relations };
  });
}

function relationsOf(replies: readonly RecordedReply[], reply: number): readonly RecordedRelation[] {
  return (replies[reply]?.relations ?? []) as readonly RecordedRelation[];
}

/** Reads the statements of a prompt of the model checker. */
export function statementsIn(prompt: string): readonly (readonly [label: string, statement: RecordedRelation])[] {
  const form = /^(s\d+): \[(.*)\] (NOT |asks |supposes |implies )?(\S+) \[(.*)\]\n> .*?<<(.*)>>/gm;
  return [...prompt.matchAll(form)].map(
    ([, label = "", source = "", mode = "", type = "", target = "", evidence = ""]) => [
      label,
      { source, type, target, polarity: POLARITY_OF[mode.trim()] ?? "stated", evidence },
    ],
  );
}

const POLARITY_OF: Readonly<Record<string, Polarity>> = {
  NOT: "negated",
  asks: "question",
  supposes: "hypothetical",
  implies: "implied",
};
