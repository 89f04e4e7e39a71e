import { CHARACTERS_PER_TOKEN } from "../model/index.ts";
import type { AskedPair, KeyPair, LedgerVerdicts, MentionedName, Verdict, WorkItem } from "../ports/index.ts";
import { inNeighbourhoods, questionOf, standingOf } from "../resolution/index.ts";

/** Names of one read. */
const NAMES_PER_PAGE = 1_000;

/** A question that a judge has not answered yet. */
export interface PairItem extends WorkItem {
  readonly question: Omit<AskedPair, "verdict">;
}

/** Names that are compared, by their keys, and the pairs about which a judge is asked. */
export interface NamesToJudge {
  readonly names: ReadonlyMap<string, MentionedName>;
  readonly pairs: readonly KeyPair[];
}

/** The names that transcripts mention now, by their keys. */
export async function readNames(
  ledger: Pick<LedgerVerdicts, "mentionedNames">,
): Promise<ReadonlyMap<string, MentionedName>> {
  const names = new Map<string, MentionedName>();
  for (let after: string | null = null; ;) {
    const page: readonly MentionedName[] = await ledger.mentionedNames({ after, limit: NAMES_PER_PAGE });
    for (const name of page) names.set(name.key, name);
    after = page.at(-1)?.key ?? null;
    if (page.length < NAMES_PER_PAGE) return names;
  }
}

export type VerdictsOf = (first: string, second: string) => readonly Verdict[];

/** Returns the verdicts on each pair, in the order of rounds. */
export async function readVerdicts(ledger: Pick<LedgerVerdicts, "verdicts">, version: number): Promise<VerdictsOf> {
  const verdicts = new Map<string, Verdict[]>();
  for (const { first, second, verdict } of await ledger.verdicts(version)) {
    const known = verdicts.get(`${first}\n${second}`);
    if (known === undefined) verdicts.set(`${first}\n${second}`, [verdict]);
    else known.push(verdict);
  }
  return (first, second) => verdicts.get(`${first}\n${second}`) ?? [];
}

/**
 * The next question about each pair that has one, so that each `size` of them have few names.
 */
export function itemsOf(
  names: ReadonlyMap<string, MentionedName>,
  pairs: readonly KeyPair[],
  verdicts: VerdictsOf,
  { version, size }: { readonly version: number; readonly size: number },
): readonly PairItem[] {
  const open = pairs.filter(({ first, second }) => standingOf(verdicts(first, second)).next !== null);
  return inNeighbourhoods(open, size).flatMap(({ first, second }) => {
    const { next } = standingOf(verdicts(first, second));
    if (next === null) return [];
    const [one, other] = [names.get(first) as MentionedName, names.get(second) as MentionedName];
    return [itemOf(questionOf(one, other, { round: next, version }))];
  });
}

/** A question with its size. */
export function itemOf(question: PairItem["question"]): PairItem {
  const characters = question.shown.reduce((sum, { name, evidence }) => sum + name.length + evidence.length, 0);
  return { contentKey: question.contentKey, tokens: Math.ceil(characters / CHARACTERS_PER_TOKEN), question };
}
