import type { LedgerVerdicts, MentionedPlace, NameSense } from "../ports/index.ts";
import { questionOf, sensesOf } from "../resolution/index.ts";
import { itemOf, type PairItem, type VerdictsOf } from "./pair-items.ts";

/** Names of one read. */
const NAMES_PER_PAGE = 1_000;

/** The chunks that mention a name, for each name that several chunks mention. */
export type PlacesOfNames = readonly (readonly MentionedPlace[])[];

export async function readPlaces(ledger: Pick<LedgerVerdicts, "mentionedPlaces">): Promise<PlacesOfNames> {
  const found: MentionedPlace[] = [];
  for (let after: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof ledger.mentionedPlaces>> = await ledger.mentionedPlaces({
      after,
      limit: NAMES_PER_PAGE,
    });
    found.push(...page.places);
    after = page.next;
    if (after === null) return [...Map.groupBy(found, ({ stem }) => stem).values()];
  }
}

/** The senses of all names by the verdicts so far, and the open questions whether a name means one thing in two chunks. */
export function judgedSenses(
  names: PlacesOfNames,
  verdicts: VerdictsOf,
  version: number,
): { readonly senses: readonly NameSense[]; readonly items: readonly PairItem[] } {
  const found = names.map((places) => sensesOf(places, verdicts));
  return {
    senses: found.flatMap(({ senses }) => senses),
    items: found.flatMap(({ questions }) =>
      questions.map(({ first, second, round }) => itemOf(questionOf(first, second, { round, version }))),
    ),
  };
}
