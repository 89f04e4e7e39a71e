import { compareText, foldCase } from "../../model/index.ts";
import type { EntityRow } from "../../model/index.ts";
import type { GraphReader, ReadOptions, TranscriptPosition } from "../../ports/index.ts";
import { type EntityReference, referenceTo } from "../claim.ts";
import type { ReadLedger } from "../lists.ts";

/** Names that resemble what a person types. */
export interface Suggestions {
  /** Those with the typed name first, then those with words that begin with the typed words; each the most mentioned first. */
  readonly entities: readonly (EntityReference & { readonly mentions: number })[];
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
  return {
    entities: [...rows.values()].slice(0, limit).map((row) => ({ ...referenceTo(row), mentions: row.mentions })),
    transcripts,
  };
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
