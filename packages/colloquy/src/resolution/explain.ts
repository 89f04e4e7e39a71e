import type { KnownEntity, KnownKey, KnownNames, NameInContext, ProvenVerdict, Verdict } from "../ports/index.ts";
import { aliasKey } from "./corrections.ts";
import { normaliseName } from "./normalise.ts";
import { isOfOneMention } from "./senses.ts";
import { reasonForAlias } from "./summary.ts";

/** Words that mention a name. */
export interface NameEvidence extends Omit<NameInContext, "evidence"> {
  readonly text: string;
}

/** Why a name is one with another name, or not. It has either a rule or a verdict. */
export interface NameReason {
  readonly name: string;
  readonly with: string;
  /** `user`, or the rule: `plural`, `form`, `acronym`, ... */
  readonly rule?: string;
  readonly verdict?: Verdict;
  /** The judge of the verdict: its model and the version of its prompt. */
  readonly judge?: string;
  /** Words that mention the two names: those that the judge was shown, or the first mention of each. */
  readonly evidence: readonly NameEvidence[];
}

/** The keys of the names of a reason, in its order. */
export interface ReasonKeys {
  readonly keys: readonly [string, string];
}

/** A name that is kept apart, with its entity. */
export interface ApartReason extends NameReason {
  /** Null: it makes no entity. */
  readonly entity: KnownEntity | null;
}

type KeyedReason = NameReason & ReasonKeys;

export interface NameExplanation {
  /** The name as transcripts write it. */
  readonly name: string;
  /** Null: the user hides it, or it is mentioned too seldom. */
  readonly entity: KnownEntity | null;
  /** For each other name of the entity why it is one with the name, or with a name before in the list. */
  readonly reasons: readonly KeyedReason[];
  /** Names of other entities that the user or a judge decided about, and names on which a verdict is no decision. */
  readonly apart: readonly (ApartReason & ReasonKeys)[];
  /** Verdicts that one name means different things in two chunks, with the words of both. */
  readonly splits: readonly KeyedReason[];
}

/**
 * Explains which names are one with a name, and which are kept apart. Pure. Of several reasons for two names the user's word
 * comes first, then rules, then verdicts.
 * @param named The name that is asked about; without it among the names the most frequent one.
 */
export function explainNames(known: KnownNames, named: string): NameExplanation {
  const start = startOf(known.keys, named);
  const reached = new Map([[start.key.key, start.name]]);
  const reasons: KeyedReason[] = [...sameKey(start.key, start.name)];
  const open = [{ key: start.key, name: start.name }];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    for (const key of known.keys) {
      if (reached.has(key.key)) continue;
      const reason = reasonBetween(next, key, known);
      if (reason === null) continue;
      join(key, reason);
    }
  }
  // A rule that names alone do not show, such as a definition in a file that is gone.
  for (const key of known.keys) if (!reached.has(key.key)) join(key, byRule(start, key, reasonOf(start.name, key)));
  return {
    name: start.name.name,
    entity: known.entity,
    reasons,
    apart: keptApart(known),
    splits: known.splits.map(split),
  };

  function join(key: KnownKey, reason: KeyedReason): void {
    const name = mostFrequent(key);
    reached.set(key.key, name);
    reasons.push(reason, ...sameKey(key, name));
    open.push({ key, name });
  }
}

interface Named {
  readonly key: KnownKey;
  readonly name: NameInContext;
}

function startOf(keys: readonly KnownKey[], named: string): Named {
  const fold = (name: string): string => name.toLowerCase();
  const all = keys.flatMap((key) => key.written.map((name) => ({ key, name })));
  const found =
    all.find(({ name }) => name.name === named) ??
    all.find(({ name }) => fold(name.name) === fold(named)) ??
    all.find(({ key }) => key.key === aliasKey(named)) ??
    all.toSorted((one, other) => mentionsOf(other) - mentionsOf(one))[0];
  if (found === undefined) throw new TypeError("There are no names to explain.");
  return found;
}

function mentionsOf({ key, name }: Named): number {
  return key.written.find((each) => each === name)?.mentions ?? 0;
}

function mostFrequent({ written }: KnownKey): NameInContext {
  return written[0] as NameInContext;
}

/** The other names of a key: they differ in case, punctuation, titles and the like. */
function sameKey(key: KnownKey, name: NameInContext): readonly KeyedReason[] {
  return key.written
    .filter((other) => other.name !== name.name)
    .map((other) => ({
      name: name.name,
      with: other.name,
      keys: [key.key, key.key],
      rule: reasonForAlias(other.name, name.name),
      evidence: [name, other].map(inContext),
    }));
}

/** Null if nothing connects the two keys directly. */
function reasonBetween(from: Named, key: KnownKey, known: KnownNames): KeyedReason | null {
  const isPair = pairTest(from.key.key, key.key);
  const decisions = known.decisions.filter((each) => isPair(each) && each.isSame);
  if (decisions.some(({ source }) => source === "user")) return byRule(from, key, "user");
  const [one, other] = [normaliseName(from.key.key), normaliseName(key.key)];
  const isSimilar = one.stem === other.stem || one.forms.some((form) => other.forms.includes(form));
  if (isSimilar || known.definitions.some(isPair)) return byRule(from, key, reasonOf(from.name, key));
  if (isAcronymOf(from.key, key) || isAcronymOf(key, from.key)) return byRule(from, key, "acronym");
  if (decisions.some(({ source }) => source === "vector")) return byRule(from, key, "vector");
  const [decision] = decisions;
  if (decision === undefined) return null;
  const verdict = latestVerdict(known, isPair);
  return verdict === null ? byRule(from, key, decision.source) : byVerdict(from, mostFrequent(key), verdict);
}

function isAcronymOf(acronym: KnownKey, { key }: KnownKey): boolean {
  return acronym.written.some(({ name }) => normaliseName(name).acronym) && normaliseName(key).initials === acronym.key;
}

function reasonOf(name: NameInContext, key: KnownKey): string {
  return reasonForAlias(mostFrequent(key).name, name.name);
}

function byRule({ key: own, name }: Named, key: KnownKey, rule: string): KeyedReason {
  const other = mostFrequent(key);
  return {
    name: name.name,
    with: other.name,
    keys: [own.key, key.key],
    rule,
    evidence: [inContext(name), inContext(other)],
  };
}

function byVerdict({ key, name }: Named, other: NameInContext, proven: ProvenVerdict): KeyedReason {
  const { first, second, round, shown, verdict, profile } = proven;
  const isShownFirst = (first === key.key) === (round !== 2);
  const evidence = (isShownFirst ? shown : shown.toReversed()).map(inContext);
  const keys = [key.key, first === key.key ? second : first] as const;
  return { name: name.name, with: other.name, keys, verdict, judge: profile, evidence };
}

function split({ first, second, shown, verdict, profile }: ProvenVerdict): KeyedReason {
  const [one, other] = shown;
  const evidence = shown.map(inContext);
  return { name: one.name, with: other.name, keys: [first, second], verdict, judge: profile, evidence };
}

/** The verdict of the first round of the latest version of the question; null without any. */
function latestVerdict(
  { verdicts }: KnownNames,
  isPair: (pair: Pick<ProvenVerdict, "first" | "second">) => boolean,
): ProvenVerdict | null {
  const own = verdicts.filter(isPair);
  const version = Math.max(...own.map((each) => each.version));
  return own.find((each) => each.version === version) ?? null;
}

function keptApart(known: KnownNames): NameExplanation["apart"] {
  const own = new Map(known.keys.map((key) => [key.key, key]));
  return known.others.flatMap(({ key, name, entity }): NameExplanation["apart"] => {
    const about = ({ first, second }: Pick<ProvenVerdict, "first" | "second">): boolean =>
      (first === key && own.has(second)) || (second === key && own.has(first));
    const user = known.decisions.find((each) => about(each) && each.source === "user" && !each.isSame);
    const verdict = latestVerdict(known, about);
    const [pair] = [user ?? verdict].filter((each) => each !== null && each !== undefined);
    const mine = pair === undefined ? undefined : (own.get(pair.first) ?? own.get(pair.second));
    // Verdicts on mentions of one name are in `splits`.
    if (mine === undefined || (user === undefined && isOfOneMention(mine.key) && isOfOneMention(key))) return [];
    const from = mostFrequent(mine);
    if (user === undefined && verdict !== null)
      return [{ ...byVerdict({ key: mine, name: from }, name, verdict), entity }];
    const keys = [mine.key, key] as const;
    return [{ name: from.name, with: name.name, keys, rule: "user", evidence: [from, name].map(inContext), entity }];
  });
}

function pairTest(one: string, other: string) {
  return ({ first, second }: Pick<ProvenVerdict, "first" | "second">): boolean =>
    (first === one && second === other) || (first === other && second === one);
}

function inContext({ name, type, evidence: text, speaker, file }: NameInContext): NameEvidence {
  return { name, type, text, speaker, file };
}
