import { compareText, foldCase } from "../../model/index.ts";
import type { EntityRow } from "../../model/index.ts";
import type { GraphReader, ReadOptions, TranscriptPosition } from "../../ports/index.ts";
import { type EntityReference, referenceTo } from "../claim.ts";
import { filesIn } from "../entity-detail.ts";
import type { ReadLedger } from "../lists.ts";

export interface SuggestedEntity extends EntityReference {
  readonly mentions: number;
  /** The number of transcripts that mention it. */
  readonly transcripts: number;
  /** The first of them by its file, if another suggested entity has the same name. */
  readonly firstFile?: string;
}

/** Names that resemble what a person types. */
export interface Suggestions {
  /** Those with the typed name first, then those with words that begin with the typed words; each the most mentioned first. */
  readonly entities: readonly SuggestedEntity[];
  /** Transcripts whose path contains the words. */
  readonly transcripts: readonly TranscriptPosition[];
}

export interface SuggestOptions extends ReadOptions {
  /** The most entities, and the most transcripts. Default 10. */
  readonly limit?: number;
  /** Only entities of this type, as in the graph, and no transcripts. */
  readonly type?: string;
}

/** Suggests entities and transcripts for typed words. It takes at most three calls of the graph. */
export async function suggest(
  { graph, ledger }: { readonly graph: GraphReader; readonly ledger: ReadLedger },
  typed: string,
  { limit = 10, type, ...options }: SuggestOptions,
): Promise<Suggestions> {
  const words = typed.split(/\s+/u).filter((word) => word !== "");
  if (words.length === 0) return { entities: [], transcripts: [] };
  const [exact, beginning, transcripts] = await Promise.all([
    graph.findEntities([typed.trim()], options),
    graph.entitiesWithWords(words, { ...options, limit, ...(type === undefined ? {} : { type }) }),
    type === undefined ? ledger((opened) => opened.transcriptsWithWords(words, { ...options, limit })) : [],
  ]);
  const named = exact.filter((row) => type === undefined || row.type === type);
  const rows = new Map([...named, ...beginning.toSorted(byBeginning(typed))].map((row) => [row.id, row]));
  const shown = [...rows.values()].slice(0, limit);
  const firstFiles = await firstFilesOfNamesakes(graph, shown, options);
  return { entities: shown.map((row) => suggested(row, firstFiles.get(row.id))), transcripts };
}

function suggested(row: EntityRow, firstFile: string | undefined): SuggestedEntity {
  const { mentions, transcripts } = row;
  return { ...referenceTo(row), mentions, transcripts, ...(firstFile === undefined ? {} : { firstFile }) };
}

/** For each entity that shares its name with another one the first transcript that mentions it. */
async function firstFilesOfNamesakes(
  graph: GraphReader,
  rows: readonly EntityRow[],
  options: ReadOptions,
): Promise<ReadonlyMap<string, string>> {
  const namesakes = [...Map.groupBy(rows, ({ name }) => name).values()].filter(({ length }) => length > 1).flat();
  if (namesakes.length === 0) return new Map();
  const counts = await graph.mentionCounts(
    namesakes.map(({ id }) => ({ entity: id })),
    options,
  );
  return new Map(
    namesakes.flatMap(({ id }, index) =>
      filesIn(counts[index] ?? [])
        .slice(0, 1)
        .map((file) => [id, file] as const),
    ),
  );
}

/** Names that begin with all of the words before others, else in the given order. */
function byBeginning(typed: string): (one: EntityRow, other: EntityRow) => number {
  const folded = foldCase(typed.trim());
  const begins = ({ name, aliases }: EntityRow): boolean =>
    [name, ...aliases.map((alias) => alias.name)].some((each) => foldCase(each).startsWith(folded));
  return (one, other) =>
    Number(begins(other)) - Number(begins(one)) ||
    other.mentions - one.mentions ||
    compareText(one.name, other.name) ||
    compareText(one.id, other.id);
}
