import type { MentionedPlace, NameSense, Verdict } from "../ports/index.ts";

/** A question whether a name means one thing in two chunks. */
export interface SenseQuestion {
  readonly first: MentionedPlace;
  readonly second: MentionedPlace;
  readonly round: number;
}

type VerdictsOn = (first: string, second: string) => readonly Verdict[];

/**
 * Divides the chunks that mention a name by what it means there. A chunk is compared with the first chunk of each group so far, and
 * joins the first group from which the verdicts do not part it. Pure: chunks have a fixed order, so a new chunk adds questions
 * about itself only.
 * @param places Chunks that mention one name, in the order of `LedgerVerdicts.mentionedPlaces`.
 * @returns the senses apart from the main one, and the questions that are open. Until they are answered the name has one sense.
 */
export function sensesOf(
  places: readonly MentionedPlace[],
  verdictsOn: VerdictsOn,
): { readonly senses: readonly NameSense[]; readonly questions: readonly SenseQuestion[] } {
  const groups: MentionedPlace[][] = [];
  const questions: SenseQuestion[] = [];
  for (const place of places) {
    const group = groups.find(([named]) => {
      const [first, second] = inOrder(named as MentionedPlace, place);
      const { areApart, next } = apartBy(verdictsOn(first.key, second.key));
      if (next !== null) questions.push({ first, second, round: next });
      return !areApart;
    });
    if (group === undefined) groups.push([place]);
    else group.push(place);
  }
  return { senses: besideMain(groups), questions };
}

/** As in `KeyPair`: the smaller key first. */
function inOrder(one: MentionedPlace, other: MentionedPlace): readonly [MentionedPlace, MentionedPlace] {
  return one.key < other.key ? [one, other] : [other, one];
}

/**
 * Whether verdicts part two mentions of one name. A name means one thing unless two verdicts say "different": most names have one
 * meaning, so that single wrong verdicts would part more names than right ones.
 */
function apartBy([first, second]: readonly Verdict[]): { readonly areApart: boolean; readonly next: number | null } {
  if (first === undefined) return { areApart: false, next: 1 };
  if (first !== "different") return { areApart: false, next: null };
  if (second === undefined) return { areApart: false, next: 2 };
  return { areApart: second === "different", next: null };
}

/**
 * The senses of all groups but the largest one, which keeps the plain name. A sense holds for a whole transcript if all compared
 * chunks of the transcript have it.
 */
function besideMain(groups: readonly (readonly MentionedPlace[])[]): readonly NameSense[] {
  const [main] = groups.toSorted((one, other) => other.length - one.length);
  const groupOf = new Map(groups.flatMap((group) => group.map(({ place }) => [place, group] as const)));
  const byTranscript = Map.groupBy(groups.flat(), ({ transcript }) => transcript);
  return [...byTranscript].flatMap(([transcript, places]) => {
    const found = new Set(places.map(({ place }) => groupOf.get(place)));
    const apart = places.filter(({ place }) => groupOf.get(place) !== main);
    const inPlaces = apart.map(({ stem, place }) => ({ stem, place, sense: senseOf(groupOf.get(place)) }));
    return found.size === 1 ? inPlaces.slice(0, 1).map((sense) => ({ ...sense, place: transcript })) : inPlaces;
  });
}

/** A sense is named after the first chunk of its group. */
function senseOf(group: readonly MentionedPlace[] | undefined): string {
  return `${JUDGED_SENSE}${group?.[0]?.place}`;
}

/** Whether a key names one mention, as those of `MentionedPlace`. */
export function isOfOneMention(key: string): boolean {
  return key.includes(` ${JUDGED_SENSE}`);
}

/** The mark of a sense by verdicts. A sense by the user is "@" and a file. */
export const JUDGED_SENSE = "@@";
