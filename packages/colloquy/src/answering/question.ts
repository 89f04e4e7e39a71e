import { analyse, words } from "../analysis/index.ts";
import type { EntityRow } from "../model/index.ts";
import { entityId, foldCase } from "../model/index.ts";
import type { GraphReader, ReadOptions } from "../ports/index.ts";
import { numberForms } from "../resolution/index.ts";
import type { ContextEntity, QuestionKind } from "./context.ts";

/** Words of questions about transcripts as a whole. They name nothing that is talked about. */
const GENERIC: ReadonlySet<string> = new Set(
  analyse(
    "who what which agree disagree agreement disagreement differ difference different contradict contradiction conflict conflicting " +
      "debate argue argument dispute discuss discussion discussed talk talking speak speaker speakers say says said tell " +
      "mention mentioned guest guests host hosts people person participant participants everyone everybody anyone someone panel " +
      "topic topics subject subjects theme themes issue issues idea ideas question questions opinion opinions view views position " +
      "positions claim claims point points main key central important importance interesting common recurring frequent frequently " +
      "often biggest major overall general generally summary summarise summarize summarised overview outline recap gist conclusion " +
      "conclusions conclude takeaway takeaways lesson lessons highlight highlights list give show describe explain find learn " +
      "transcript transcripts conversation conversations interview interviews podcast podcasts episode episodes meeting meetings " +
      "session sessions recording recordings file files corpus collection whole entire across please thing about happen happened",
  ),
);

/** The most words of a name, and the most entities that are taken from a question. */
const MOST = { words: 5, entities: 4 } as const;

/** The different terms of a question that are about something, in the order of the question. */
export function specificTerms(question: string): readonly string[] {
  return [...new Set(analyse(question))].filter((term) => !GENERIC.has(term));
}

/**
 * A question is broad if it names no entity and all of its words are words of questions ("What do the guests disagree
 * on?", "Summarise the meetings."). Every other question is specific.
 */
export function questionKind(question: string, entities: readonly unknown[]): QuestionKind {
  return entities.length === 0 && specificTerms(question).length === 0 ? "broad" : "specific";
}

/** Finds the entities whose names or aliases a question holds, the longest names first. It takes one store call. */
export async function entitiesNamedIn(
  graph: Pick<GraphReader, "findEntities">,
  question: string,
  options: ReadOptions,
): Promise<readonly ContextEntity[]> {
  const candidates = namesIn(question);
  if (candidates.length === 0) return [];
  const forms = candidates.map(({ name }) => [...new Set([name, ...numberForms(name)])]);
  const keys = forms.flatMap((each) => [...each, ...each.map((form) => entityId(form))]);
  const rows = await graph.findEntities([...new Set(keys)], options);
  const taken = new Set<number>();
  const found = new Map<string, ContextEntity>();
  for (const [index, { start, end }] of candidates.entries()) {
    const positions = Array.from({ length: end - start }, (_, offset) => start + offset);
    if (positions.some((position) => taken.has(position))) continue;
    const named = rows.find((row) => isNamed(row, forms[index] ?? []));
    if (named === undefined) continue;
    for (const position of positions) taken.add(position);
    found.set(named.id, contextEntity(named));
  }
  return [...found.values()].slice(0, MOST.entities);
}

export function contextEntity({ id, name, type, aliases }: EntityRow): ContextEntity {
  return { id, name, type, names: [name, ...aliases.map((alias) => alias.name)] };
}

interface Candidate {
  readonly name: string;
  /** Positions of its words in the question, from 0; end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Every run of words that can be a name, the longest first. A name neither begins nor ends with a stop word. */
function namesIn(question: string): readonly Candidate[] {
  const written = words(question);
  const isSpecific = written.map((word) => specificTerms(word).length > 0);
  const candidates: Candidate[] = [];
  for (let start = 0; start < written.length; start += 1) {
    for (let end = start + 1; end <= Math.min(written.length, start + MOST.words); end += 1) {
      if (analyse(written[start] ?? "").length === 0 || analyse(written[end - 1] ?? "").length === 0) continue;
      // A generic word may be a part of a name ("user interviews"), and is none alone.
      if (!isSpecific.slice(start, end).includes(true)) continue;
      candidates.push({ name: written.slice(start, end).join(" "), start, end });
    }
  }
  return candidates.toSorted(
    (one, other) => other.end - other.start - (one.end - one.start) || one.start - other.start,
  );
}

function isNamed({ id, name, aliases }: EntityRow, forms: readonly string[]): boolean {
  const names = [name, ...aliases.map((alias) => alias.name)].map(foldCase);
  return forms.some((form) => id === entityId(form) || names.includes(foldCase(form)));
}
