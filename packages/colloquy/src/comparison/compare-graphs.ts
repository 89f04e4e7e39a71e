import type { EntityRow, TranscriptRow } from "../model/index.ts";
import type { ComparedGraph } from "./compared-graph.ts";
import type { Comparison, RelationExample } from "./comparison.ts";
import { compareEntities, matchGraphs, type NameKey, readEntities } from "./entities.ts";
import { overlapOfSets } from "./overlap.ts";
import { filesOfOneText, readChunks, sharedChunks } from "./chunks.ts";
import { compareQuotes, readQuotes } from "./quotes.ts";
import { compareStated, compareTyped, readRelations, type Relation, type RelationsCompared } from "./relations.ts";
import { warningsOf } from "./warnings.ts";

export interface ComparisonOptions {
  readonly nameKey: NameKey;
  /** Types of relations that have no direction. */
  readonly isSymmetric: (relationType: string) => boolean;
  /** The most examples for each list of differences. */
  readonly examples: number;
}

/**
 * Measures how far workspace B agrees with workspace A, the reference. Ids are not used: entities match by name, quotes by
 * file, offsets and words. Each kind of row is read once. Memory grows with the number of entities, relationships, quotes
 * and chunks, not with that of mentions or evidence.
 */
export async function compareGraphs(
  a: ComparedGraph,
  b: ComparedGraph,
  { nameKey, isSymmetric, examples }: ComparisonOptions,
): Promise<Comparison> {
  const [one, other] = [await readSide(a), await readSide(b)];
  const matched = await matchGraphs(one, other, nameKey);
  const ofA = await readRelations(a, { matchKeys: matched.a, files: one.files, isSymmetric });
  const ofB = await readRelations(b, { matchKeys: matched.b, files: other.files, isSymmetric });
  const { chunks, transcripts, files, shared } = compareTexts(one, other);
  const stated = compareStated(ofA.stated, ofB.stated, examples);
  return {
    a: a.name,
    b: b.name,
    transcripts,
    chunks,
    entities: compareEntities(one.entities, other.entities, matched, examples),
    relations: { ...stated, ...(await withExamples(stated, one, other)) },
    implied: await withExamples(compareTyped(ofA.implied, ofB.implied, examples), one, other),
    recurrences: overlapOfSets(ofA.recurrences, ofB.recurrences),
    quotes: compareQuotes(await readQuotes(a), await readQuotes(b), files, examples),
    warnings: warningsOf({ a: a.name, b: b.name, transcripts, shared }),
  };
}

type Side = Awaited<ReturnType<typeof readSide>>;

async function readSide(graph: ComparedGraph) {
  const files = new Map<string, string>();
  for await (const rows of graph.rows("transcript"))
    for (const { id, file } of rows as readonly TranscriptRow[]) files.set(id, file);
  return { graph, files, chunks: await readChunks(graph), entities: await readEntities(graph) };
}

function compareTexts(a: Side, b: Side) {
  const shared = sharedChunks(a.chunks, b.chunks);
  const sameText = filesOfOneText(a.chunks, b.chunks);
  const names = { a: new Set(a.files.values()), b: new Set(b.files.values()) };
  const hasWords = (file: string): boolean => a.chunks.byFile.has(file) || b.chunks.byFile.has(file);
  const common = [...names.a].filter((file) => names.b.has(file));
  return {
    shared,
    files: sameText,
    transcripts: {
      a: names.a.size,
      b: names.b.size,
      both: common.length,
      changed: common.filter((file) => hasWords(file) && !sameText.has(file)).length,
    },
    chunks: {
      a: a.chunks.summary,
      b: b.chunks.summary,
      both: shared.both,
      settledInBoth: shared.settledInBoth,
    },
  };
}

async function withExamples({ typed, onlyA, onlyB }: RelationsCompared, a: Side, b: Side) {
  return { typed, onlyA: await exampleRows(onlyA, a), onlyB: await exampleRows(onlyB, b) };
}

async function exampleRows(relations: readonly Relation[], { graph, entities }: Side): Promise<RelationExample[]> {
  const wanted = new Set(relations.flatMap(({ row }) => [row.source, row.target]));
  const named = new Map<string, EntityRow>(
    entities.filter(({ id }) => wanted.has(id)).map((entity) => [entity.id, entity]),
  );
  const rows: RelationExample[] = [];
  for (const { row, polarities } of relations) {
    rows.push({
      source: named.get(row.source)?.name ?? row.source,
      type: row.type,
      target: named.get(row.target)?.name ?? row.target,
      count: row.count,
      polarities,
      evidence: await graph.firstEvidence(row.id),
    });
  }
  return rows;
}
