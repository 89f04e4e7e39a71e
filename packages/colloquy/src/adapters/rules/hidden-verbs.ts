import type { Token } from "./tokens.ts";
import { TRIGGERS } from "./triggers.ts";
import {
  POSSESSIVE,
  clauseEnd,
  clauseStart,
  isEndOfGroup,
  isFinite,
  isNounToo,
  isPlainVerb,
  mayPrecedeGerund,
} from "./word-forms.ts";

/** "Is shaped by": an adjective with an agent is a passive verb. */
export function isHiddenPassive(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token?.tag === "ADJ" && tokens[at + 1]?.lower === "by" && triggerOf(token.lower) !== null;
}

/** Tags the participle at `at` as a verb, with the lemma of its trigger. */
export function readPassive(read: Token[], at: number): void {
  const token = read[at];
  const lemma = triggerOf(token?.lower ?? "");
  if (token !== undefined && lemma !== null) read[at] = { ...token, tag: "VERB", lemma };
}

/** The trigger whose participle a word is: "shaped", "weakened". */
function triggerOf(participle: string): string | null {
  if (!participle.endsWith("ed")) return null;
  return [participle.slice(0, -1), participle.slice(0, -2)].find((lemma) => TRIGGERS.has(lemma)) ?? null;
}

/** Forms that keep the tagger's tag: they are often nouns, or their relation has little meaning. */
const RATHER_NOUNS = /^(?:call|cut|use|focus|deal|cover|address|contain|order|curb|need)$/;

/** "Exam results in Wales": nouns that have results. */
const HAS_RESULTS =
  /^(?:test|exam|examination|search|survey|lab|study|election|end|school|gcse|assessment|evaluation|trial|poll|performance)$/;

/** "Puberty | delays | sleep", "rates | increase | unemployment": a noun that must be the verb, because its clause has none. */
export function isHiddenVerb(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  const before = tokens[at - 1];
  if (token?.tag !== "NOUN" || before === undefined || RATHER_NOUNS.test(token.lemma)) return false;
  const trigger = TRIGGERS.get(token.lemma)?.[0];
  if (trigger === undefined || trigger.type === "RELATES_TO") return false;
  const isSingular = token.lower !== token.lemma && token.lower.endsWith("s");
  if (!isSingular && token.lower !== token.lemma) return false;
  const start = clauseStart(tokens, at);
  if (!isSubjectHead(tokens, at - 1, start, isSingular)) return false;
  let next = at + 1;
  if (trigger.particles.length > 0) {
    if (!trigger.particles.includes(tokens[next]?.lower ?? "") || HAS_RESULTS.test(before.lemma)) return false;
    next += 1;
    if (tokens[next]?.tag === "PROPN") return false;
  }
  if (!startsNounGroup(tokens[next])) return false;
  const end = clauseEnd(tokens, at);
  for (let other = start; other < end; other += 1) {
    const isPart =
      other === at || other === at - 1 || (other >= next && other <= next + 2 && isNounByItself(tokens, other));
    if (!isPart && isFinite(tokens, other)) return false;
  }
  return true;
}

function isNounByItself(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token?.tag === "VERB" && isEndOfGroup(tokens[at + 1]);
}

/** Whether the token agrees with the verb after it: a singular noun or gerund with "delays", a plural with "delay". */
function isSubjectHead(tokens: readonly Token[], at: number, start: number, isSingular: boolean): boolean {
  const token = tokens[at];
  if (token === undefined || at < start) return false;
  const isPlural = token.lower !== token.lemma && token.lower.endsWith("s") && !token.lower.endsWith("ics");
  if (token.tag === "PROPN") return isSingular;
  if (token.tag === "NOUN") return isSingular ? !isPlural : isPlural || token.lower === "people";
  if (token.tag !== "VERB" || !isSingular) return false;
  if (token.lower.endsWith("ing")) return mayPrecedeGerund(tokens, at, start);
  return (at === start || tokens[at - 1]?.tag === "ADJ") && isNounToo(token);
}

function startsNounGroup(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (/^(?:last|next|this|these|those|every|today|yesterday)$/.test(token.lower)) return false;
  return /^(?:DET|ADJ|NOUN|PROPN|NUM)$/.test(token.tag) || POSSESSIVE.test(token.lower) || isPlainVerb(token);
}
