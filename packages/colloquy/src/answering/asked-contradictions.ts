import { analyse, stripHonorifics } from "../analysis/index.ts";
import { type Evidence, foldCase, placeKey } from "../model/index.ts";
import { MOST_EXTRACTED } from "./best-sentences.ts";
import type { CheckedAnswer } from "./check-answer.ts";
import type { AskContext, ContradictingSources } from "./context.ts";
import { asksWhoDisagrees, specificTerms } from "./question.ts";

/**
 * The contradictions that a question asks for: of a broad question all; of a specific one those that have a word of its topic,
 * and words of each person that it names. Empty if the question asks for something else.
 */
export function askedContradictions(context: AskContext): readonly ContradictingSources[] {
  const { kind, query, sources, entities, contradictions } = context;
  if (kind === "broad") return context.asksForContradictions ? contradictions : [];
  if (!asksWhoDisagrees(query)) return [];
  const people = entities.filter(({ type }) => type === "Person").map(({ names }) => names);
  const named = new Set(people.flat().flatMap(analyse));
  const topic = specificTerms(query).filter((term) => !named.has(term));
  return contradictions.filter((each) => {
    const sides = each.sources.flatMap((n) => sources[n - 1]?.evidence ?? []);
    const speakers = new Set(sides.map(({ speaker }) => speakerKey(speaker ?? "")));
    const terms = new Set([...each.statements, ...sides.map(({ text }) => text)].flatMap(analyse));
    const isOnTopic = topic.length === 0 || topic.some((term) => terms.has(term));
    return isOnTopic && people.every((names) => names.some((name) => speakers.has(speakerKey(name))));
  });
}

/** Both sides of the contradictions that a question asks for, in their order, as many as there is room for. */
export function opposedWords(context: AskContext): readonly Evidence[] {
  let chosen: readonly Evidence[] = [];
  for (const { sources: numbers } of askedContradictions(context)) {
    const sides = numbers.flatMap((n) => context.sources[n - 1]?.evidence ?? []);
    const more = [...new Set([...chosen, ...sides])];
    if (more.length <= MOST_EXTRACTED.sentences) chosen = more;
  }
  return chosen;
}

/** How many contradictions a question asks for that an answer does not show both sides of. */
export function contradictionsLeftOut(context: AskContext, { answered, citations }: CheckedAnswer): number {
  if (!answered) return 0;
  const shown = new Set(citations.map(placeKey));
  const isShown = (n: number): boolean =>
    context.sources.slice(n - 1, n).some(({ evidence }) => shown.has(placeKey(evidence)));
  return askedContradictions(context).filter(({ sources }) => !sources.every(isShown)).length;
}

/** A speaker's name as it is compared. */
export function speakerKey(name: string): string {
  return foldCase(stripHonorifics(name));
}
