import { analyse } from "../analysis/index.ts";
import type { EntityRow } from "../model/index.ts";
import type { GraphReader, ReadOptions } from "../ports/index.ts";
import { namedEntities } from "../retrieval/index.ts";
import type { ContextEntity, QuestionKind } from "./context.ts";

/** Words of questions about transcripts as a whole. They name nothing that is talked about. */
const GENERIC: ReadonlySet<string> = new Set(
  analyse(
    "who what which agree disagree agreement disagreement differ difference different contradict contradiction conflict conflicting oppose opposed opposition opposite opponent " +
      "debate argue argument dispute discuss discussion discussed talk talking speak speaker speakers say says said tell " +
      "mention mentioned guest guests host hosts people person participant participants everyone everybody anyone someone panel " +
      "topic topics subject subjects theme themes issue issues idea ideas question questions opinion opinions view views position " +
      "positions claim claims point points main key central important importance interesting common recurring frequent frequently " +
      "often biggest major overall general generally summary summarise summarize summarised overview outline recap gist conclusion " +
      "conclusions conclude takeaway takeaways lesson lessons highlight highlights list give show describe explain find learn " +
      "transcript transcripts conversation conversations interview interviews podcast podcasts episode episodes meeting meetings " +
      "come comes came up most mostly mainly much cover covers covered raise raised " +
      "session sessions recording recordings file files corpus collection whole entire across please thing about happen happened",
  ),
);

/** The most entities that are taken from a question. */
const MOST_ENTITIES = 4;

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

const DISAGREEMENT = analyse(
  "disagree disagreement contradict contradiction contradictory conflict dispute oppose opposition opponent",
);
/** Words of disagreement in a question about everything. In one about a topic they often mean something else. */
const OF_BROAD: ReadonlySet<string> = new Set([
  ...DISAGREEMENT,
  ...analyse("differ difference different debate argue argument opposite"),
]);
const OF_SPECIFIC: ReadonlySet<string> = new Set(DISAGREEMENT);
/** No term of a search. */
const AGAINST = /(?<!\p{L})against(?!\p{L})/iu;

/** Whether the words of a broad question ask for contradictions. */
export function asksForContradictions(question: string): boolean {
  return AGAINST.test(question) || analyse(question).some((term) => OF_BROAD.has(term));
}

/** Whether a question about a topic asks who is for and against it. */
export function asksWhoDisagrees(question: string): boolean {
  return AGAINST.test(question) || analyse(question).some((term) => OF_SPECIFIC.has(term));
}

/**
 * Finds the entities that a question names. Words of questions name nothing, and a word of a longer name is no name of its own.
 * It takes one store call.
 */
export async function entitiesNamedIn(
  graph: Pick<GraphReader, "findEntities">,
  question: string,
  options: ReadOptions,
): Promise<readonly ContextEntity[]> {
  const asked = new Set(specificTerms(question));
  const named = new Set<string>();
  const found: ContextEntity[] = [];
  for (const row of await namedEntities(graph, question, options)) {
    const entity = contextEntity(row);
    const fresh = wordsOfName(entity, asked).filter((term) => !named.has(term));
    if (fresh.length === 0) continue;
    for (const term of fresh) named.add(term);
    found.push(entity);
  }
  return found.slice(0, MOST_ENTITIES);
}

/** The words of the longest of the names that a question has. */
function wordsOfName({ names }: ContextEntity, asked: ReadonlySet<string>): readonly string[] {
  const present = names.map((name) => specificTerms(name).filter((term) => asked.has(term)));
  return present.toSorted((one, other) => other.length - one.length)[0] ?? [];
}

export function contextEntity({ id, name, type, aliases }: EntityRow): ContextEntity {
  return { id, name, type, names: [name, ...aliases.map((alias) => alias.name)] };
}
