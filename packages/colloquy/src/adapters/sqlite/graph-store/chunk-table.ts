import type { Statement } from "better-sqlite3";
import { type ChunkRow, compareText } from "../../../model/index.ts";
import type { ChunkOutline, LabelBeside, Page } from "../../../ports/index.ts";
import { decodeApproximate, decodeId, decodeText, encodeApproximate, encodeText, type SqlValue } from "../encoding.ts";
import type { Columns } from "../row-table.ts";
import type { GraphContext, KindTable } from "./context.ts";
import { NodeTable } from "./node-table.ts";

const COLUMNS = [
  "transcript",
  "file",
  "ordinal",
  "start_offset",
  "end_offset",
  "speakers",
  "start_ms",
  "end_ms",
  "text",
  "profile",
  "approximate",
];

const OUTLINE_COLUMNS = ["ordinal", "start_offset", "end_offset", "speakers", "start_ms", "end_ms", "approximate"];

export class ChunkTable implements KindTable<ChunkRow> {
  readonly #context: GraphContext;
  readonly #table: NodeTable;
  readonly #inTranscript: Statement<[number, number, number], SqlValue[]>;
  readonly #speakers: Statement<[string], [file: number, speakers: string]>;
  readonly #outline: Statement<[number, number, number], SqlValue[]>;

  constructor(context: GraphContext) {
    this.#context = context;
    this.#table = new NodeTable(context, "chunk", COLUMNS);
    const inTranscript = (columns: readonly string[]) =>
      context.connection
        .prepare<[number, number, number], SqlValue[]>(
          `SELECT node.value, ${columns.map((column) => `c.${column}`).join(", ")}
           FROM chunk c CROSS JOIN node ON node.n = c.n WHERE c.transcript = ? AND c.ordinal > ?
           ORDER BY c.ordinal, node.value LIMIT ?`,
        )
        .raw();
    this.#inTranscript = inTranscript(COLUMNS);
    this.#outline = inTranscript(OUTLINE_COLUMNS);
    this.#speakers = context.connection
      .prepare<[string], [number, string]>(
        "SELECT c.file, c.speakers FROM json_each(?) wanted CROSS JOIN chunk c ON c.n = wanted.value",
      )
      .raw();
  }

  upsert(row: ChunkRow): void {
    const { labels, nodes, counters } = this.#context;
    const { written } = this.#table.put(row.id, [
      nodes.intern(row.transcript),
      labels.intern(row.file),
      row.ordinal,
      row.startOffset,
      row.endOffset,
      JSON.stringify(row.speakers),
      row.startMs,
      row.endMs,
      encodeText(row.text),
      labels.internNullable(row.profile),
      encodeApproximate(row),
    ]);
    if (written === "inserted") counters.add("chunk", 1);
  }

  remove(id: string): void {
    if (this.#table.take(id) !== null) this.#context.counters.add("chunk", -1);
  }

  get(id: string): ChunkRow | null {
    const columns = this.#table.get(id);
    return columns === null ? null : this.#decode(id, columns);
  }

  page(after: string | null, limit: number): ChunkRow[] {
    return this.#table.page(after, limit, (id, columns) => this.#decode(id, columns));
  }

  /** The chunks of a transcript after an ordinal, or from the first. */
  inTranscript(transcript: string, { limit, after = Number.NEGATIVE_INFINITY }: Page<number>): ChunkRow[] {
    const node = this.#context.nodes.find(transcript);
    if (node === null) return [];
    return this.#inTranscript.all(node, after, limit).map(([id, ...columns]) => this.#decode(decodeId(id), columns));
  }

  outline(transcript: string, { limit, after = Number.NEGATIVE_INFINITY }: Page<number>): ChunkOutline[] {
    const node = this.#context.nodes.find(transcript);
    if (node === null) return [];
    return this.#outline
      .all(node, after, limit)
      .map(([id, ordinal, startOffset, endOffset, speakers, startMs, endMs, approximate]) => ({
        id: decodeId(id),
        ordinal: ordinal as number,
        startOffset: startOffset as number,
        endOffset: endOffset as number,
        speakers: JSON.parse(speakers as string) as string[],
        startMs: startMs as number | null,
        ...decodeApproximate(approximate),
        endMs: endMs as number | null,
      }));
  }

  /** The labels in chunks, by their numbers; those of most chunks first, then by file and label. */
  labelsIn(chunks: Iterable<number>, limit: number): LabelBeside[] {
    const counts = new Map<string, { file: string; label: string; chunks: number }>();
    for (const [fileNumber, speakers] of this.#speakers.all(JSON.stringify([...chunks]))) {
      const file = this.#context.labels.value(fileNumber);
      for (const label of new Set(JSON.parse(speakers) as string[])) {
        const key = `${fileNumber} ${label}`;
        const count = counts.get(key) ?? { file, label, chunks: 0 };
        counts.set(key, count);
        count.chunks += 1;
      }
    }
    return [...counts.values()].sort(byChunks).slice(0, limit);
  }

  #decode(id: string, columns: Columns): ChunkRow {
    const [transcript, file, ordinal, startOffset, endOffset, speakers, startMs, endMs, text, profile, approximate] =
      columns;
    const { labels, nodes } = this.#context;
    return {
      kind: "chunk",
      id,
      transcript: nodes.value(transcript),
      file: labels.value(file),
      ordinal: ordinal as number,
      startOffset: startOffset as number,
      endOffset: endOffset as number,
      speakers: JSON.parse(speakers as string) as string[],
      startMs: startMs as number | null,
      ...decodeApproximate(approximate),
      endMs: endMs as number | null,
      text: decodeText(text),
      profile: labels.valueOrNull(profile),
    };
  }
}

function byChunks(one: LabelBeside, other: LabelBeside): number {
  return other.chunks - one.chunks || compareText(one.file, other.file) || compareText(one.label, other.label);
}
