import { GRAPH_ROW_KINDS, type GraphRow, POLARITIES, type ProjectedRow, canonicalLine } from "../model/index.ts";
import type { GraphReader, VectorStore } from "../ports/index.ts";

/** Where exported rows come from. */
export interface ExportSource {
  readonly graph: GraphReader;
  readonly vectors: Pick<VectorStore, "rows">;
}

/** Every row of the graph, in the order of kind and id, a batch at a time. */
async function* graphRows(graph: GraphReader): AsyncIterable<readonly GraphRow[]> {
  for (const kind of GRAPH_ROW_KINDS) yield* graph.rows(kind);
}

/** Every projected row: those of the graph, then the vectors. */
async function* projectedRows({ graph, vectors }: ExportSource): AsyncIterable<readonly ProjectedRow[]> {
  yield* graphRows(graph);
  yield* vectors.rows();
}

/** Canonical lines, in the order of kind and id; the sum of their hashes is the digest of the workspace. */
export async function* canonicalLines(source: ExportSource): AsyncIterable<string> {
  for await (const rows of projectedRows(source)) yield rows.map((row) => `${canonicalLine(row)}\n`).join("");
}

/** One JSON object a line, keys in the order in which a person would read them; without vectors. */
export async function* jsonLines(graph: GraphReader): AsyncIterable<string> {
  for await (const rows of graphRows(graph)) yield rows.map((row) => `${jsonLine(row)}\n`).join("");
}

// Harmless in JSON strings, but some terminals obey the first and some readers break lines at the second.
const DELICATE = /[\u007F-\u009F\u2028\u2029]/g;

function jsonLine(row: GraphRow): string {
  return JSON.stringify(readable(row)).replace(
    DELICATE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The row with its keys in one order, whatever order the store gave. */
function readable(row: GraphRow): GraphRow {
  switch (row.kind) {
    case "transcript":
      return pick(row, ["kind", "id", "file", "format", "turns"]);
    case "chunk":
      return pick(row, [
        "kind",
        "id",
        "transcript",
        "file",
        "ordinal",
        "startOffset",
        "endOffset",
        "speakers",
        "startMs",
        "approximate",
        "endMs",
        "text",
        "profile",
      ]);
    case "entity":
      return {
        ...pick(row, ["kind", "id", "name", "type", "aliases", "mentions", "transcripts"]),
        aliases: row.aliases.map((alias) => pick(alias, ["name", "reason"])),
      };
    case "mention":
      return { ...pick(row, ["kind", "id", "entity", "evidence"]), evidence: readableEvidence(row.evidence) };
    case "relationship":
      return {
        ...pick(row, ["kind", "id", "source", "type", "target", "confidence", "count", "polarity"]),
        polarity: pick(row.polarity, POLARITIES),
      };
    case "evidence":
      return { ...pick(row, ["kind", "id", "of", "evidence"]), evidence: readableEvidence(row.evidence) };
    case "quote":
      return {
        ...pick(row, ["kind", "id", "speaker", "about", "text", "evidence"]),
        evidence: readableEvidence(row.evidence),
      };
  }
}

type Evidence = Extract<GraphRow, { kind: "evidence" }>["evidence"];

function readableEvidence(evidence: Evidence): Evidence {
  return pick(evidence, [
    "file",
    "chunk",
    "speaker",
    "startMs",
    "approximate",
    "endMs",
    "startOffset",
    "endOffset",
    "text",
    "polarity",
  ]);
}

/** A copy with the given keys in the given order; the compiler holds that none is missing. */
function pick<Row extends object, Key extends keyof Row>(
  row: Row,
  keys: readonly Key[] & ([keyof Row] extends [Key] ? unknown : never),
): Row {
  return Object.fromEntries(keys.map((key) => [key, row[key]])) as unknown as Row;
}
