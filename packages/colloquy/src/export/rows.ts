import {
  canonicalLine,
  type ComparedName,
  type Derivation,
  GRAPH_ROW_KINDS,
  type GraphRow,
  POLARITIES,
  type ProjectedRow,
} from "../model/index.ts";
import type { GraphReader, VectorStore } from "../ports/index.ts";

/** The source of exported rows. */
export interface ExportSource {
  readonly graph: GraphReader;
  readonly vectors: Pick<VectorStore, "rows">;
}

/** All rows of the graph, by kind and id, in batches. */
async function* graphRows(graph: GraphReader): AsyncIterable<readonly GraphRow[]> {
  for (const kind of GRAPH_ROW_KINDS) yield* graph.rows(kind);
}

/** All projected rows: the rows of the graph, then the vectors. */
async function* projectedRows({ graph, vectors }: ExportSource): AsyncIterable<readonly ProjectedRow[]> {
  yield* graphRows(graph);
  yield* vectors.rows();
}

/** Canonical lines, by kind and id. The sum of their hashes is the digest of the workspace. */
export async function* canonicalLines(source: ExportSource): AsyncIterable<string> {
  for await (const rows of projectedRows(source)) yield rows.map((row) => `${canonicalLine(row)}\n`).join("");
}

/** One JSON object per line, with keys in a readable order, without vectors. */
export async function* jsonLines(
  graph: GraphReader,
  summaries?: () => AsyncIterable<SummaryRow>,
): AsyncIterable<string> {
  for await (const rows of graphRows(graph)) yield rows.map((row) => `${jsonLine(readable(row))}\n`).join("");
  for await (const row of summaries?.() ?? []) yield `${jsonLine(row)}\n`;
}

/** A summary of an entity or a transcript, with the evidence that it cites. It is no row of the graph, and has no part in the digest. */
export interface SummaryRow {
  readonly kind: "summary";
  /** Id of the entity or the transcript. */
  readonly of: string;
  readonly sentences: readonly { readonly text: string; readonly citations: readonly number[] }[];
  readonly citations: readonly (Evidence & { readonly n: number })[];
  readonly profile: string;
}

// Valid in JSON strings, but some terminals interpret C1 controls and some readers break lines at U+2028 and U+2029.
const DELICATE = /[\u007F-\u009F\u2028\u2029]/g;

function jsonLine(row: object): string {
  return JSON.stringify(row).replace(
    DELICATE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The row with its keys in a fixed order, independent of the store. */
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
      return { ...pick(row, ["kind", "id", "entity", "found", "evidence"]), evidence: readableEvidence(row.evidence) };
    case "relationship":
      return {
        ...pick(row, [
          "kind",
          "id",
          "source",
          "type",
          "target",
          "confidence",
          "count",
          "polarity",
          "derived",
          "withdrawn",
        ]),
        polarity: pick(row.polarity, POLARITIES),
        ...(row.derived === undefined ? {} : { derived: readableDerivation(row.derived) }),
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

function readableDerivation(derivation: Derivation): Derivation {
  const compared = (name: ComparedName): ComparedName => pick(name, ["name", "file", "speaker", "text"]);
  return {
    ...pick(derivation, ["judge", "question", "source", "target"]),
    source: compared(derivation.source),
    target: compared(derivation.target),
  };
}

type Evidence = Extract<GraphRow, { kind: "evidence" }>["evidence"];

const ANTECEDENT_KEYS = [
  "chunk",
  "speaker",
  "startMs",
  "approximate",
  "endMs",
  "startOffset",
  "endOffset",
  "text",
] as const;

function readableEvidence(evidence: Evidence): Evidence {
  const { antecedents } = evidence;
  const readable = pick(evidence, ["file", ...ANTECEDENT_KEYS, "polarity", "antecedents"]);
  if (antecedents === undefined) return readable;
  return { ...readable, antecedents: antecedents.map((antecedent) => pick(antecedent, ANTECEDENT_KEYS)) };
}

/** A copy with the given keys in the given order; the compiler checks that no key is missing. */
function pick<Row extends object, Key extends keyof Row>(
  row: Row,
  keys: readonly Key[] & ([keyof Row] extends [Key] ? unknown : never),
): Row {
  return Object.fromEntries(keys.map((key) => [key, row[key]])) as unknown as Row;
}
