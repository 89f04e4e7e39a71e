import {
  CROSS_EPISODE,
  type EntityRow,
  type EvidenceRow,
  type GraphRow,
  isOnlyImplied,
  type QuoteRow,
  type RelationshipRow,
  type TranscriptRow,
} from "../model/index.ts";
import type { GraphReader } from "../ports/index.ts";
import { edge, FOOTER, header, node } from "./graphml-document.ts";
import { mentionsByTranscript, type TranscriptMentions, TranscriptsByFile } from "./mentions-by-transcript.ts";
import type { SummaryRow } from "./rows.ts";

/** Relationships per query for evidence. */
const PAGE = 200;

/**
 * The graph as GraphML: entities, transcripts and quotes as nodes; relationships, SAID, ABOUT and MENTIONED_IN (one edge
 * for each entity and transcript, with its count) as edges. A relationship has its first evidence. Streams: only the list
 * of transcripts and the summaries are held in memory.
 */
export async function* graphMl(graph: GraphReader, summaries?: () => AsyncIterable<SummaryRow>): AsyncIterable<string> {
  yield header();
  const texts = new Map<string, string>();
  for await (const { of, sentences } of summaries?.() ?? []) texts.set(of, sentences.map(({ text }) => text).join(" "));
  const summaryOf = ({ id }: { readonly id: string }): string | null => texts.get(id) ?? null;
  const transcripts = new TranscriptsByFile(graph);
  for await (const rows of graph.rows("transcript")) {
    for (const row of rows as readonly TranscriptRow[]) transcripts.add(row);
    yield (rows as readonly TranscriptRow[]).map((row) => transcriptNode(row, summaryOf(row))).join("");
  }
  for await (const rows of graph.rows("entity"))
    yield (rows as readonly EntityRow[]).map((row) => entityNode(row, summaryOf(row))).join("");
  for await (const rows of graph.rows("quote")) yield (rows as readonly QuoteRow[]).map(quoteNode).join("");
  for await (const rows of graph.rows("relationship")) {
    for (let from = 0; from < rows.length; from += PAGE) {
      const edges = (rows as readonly RelationshipRow[]).slice(from, from + PAGE);
      yield (await Promise.all(edges.map((row) => relationshipEdge(graph, row)))).join("");
    }
  }
  for await (const rows of graph.rows("quote")) yield (rows as readonly QuoteRow[]).map(quoteEdges).join("");
  for await (const rows of graph.rows("entity")) yield* mentionedInEdges(graph, transcripts, rows);
  yield FOOTER;
}

function transcriptNode({ id, kind, ...columns }: TranscriptRow, summary: string | null): string {
  return node(id, { ...columns, summary, label: columns.file, kind, type: "Transcript" });
}

function entityNode({ id, kind, name, aliases, ...columns }: EntityRow, summary: string | null): string {
  const others = aliases.length === 0 ? null : aliases.map((alias) => alias.name).join("; ");
  return node(id, { ...columns, summary, label: name, kind, aliases: others });
}

function quoteNode({ id, kind, text, evidence }: QuoteRow): string {
  const { chunk: _chunk, text: _text, polarity: _polarity, ...position } = evidence;
  return node(id, { ...position, label: text.replace(/\s+/g, " ").trim(), kind, type: "Quote" });
}

async function relationshipEdge(graph: GraphReader, row: RelationshipRow): Promise<string> {
  const { kind: _kind, id, source, target, polarity, derived, ...columns } = row;
  const hasEvidence = row.type !== CROSS_EPISODE && derived === undefined;
  const first = hasEvidence ? (await firstEvidence(graph, row))?.evidence : undefined;
  return edge(id, source, target, {
    ...columns,
    ...polarity,
    label: row.type,
    weight: row.count,
    polarity: first?.polarity ?? null,
    evidence: first?.text ?? null,
    file: first?.file ?? null,
    speaker: first?.speaker ?? null,
    startMs: first?.startMs ?? null,
    approximate: first?.approximate ?? null,
    derived: derived === undefined ? null : true,
  });
}

/** The first evidence that says the relationship; without it, the first evidence that implies it. */
async function firstEvidence(graph: GraphReader, { id, polarity }: RelationshipRow): Promise<EvidenceRow | undefined> {
  const rows = await graph.evidence([id], { limit: isOnlyImplied(polarity) ? 1 : polarity.implied + 1 });
  return rows.find(({ evidence }) => evidence.polarity !== "implied") ?? rows[0];
}

function quoteEdges(row: QuoteRow): string {
  const about = [...new Set(row.about)].map((entity) =>
    edge(`about-${row.id}-${entity}`, row.id, entity, { label: "ABOUT", type: "ABOUT", weight: 1 }),
  );
  if (row.speaker === null) return about.join("");
  return edge(`said-${row.id}`, row.speaker, row.id, { label: "SAID", type: "SAID", weight: 1 }) + about.join("");
}

/** The edges of several entities, which are read together. */
async function* mentionedInEdges(
  graph: GraphReader,
  transcripts: TranscriptsByFile,
  entities: readonly GraphRow[],
): AsyncIterable<string> {
  const ids = entities.map(({ id }) => id);
  for (const [entity, counted] of await mentionsByTranscript(graph, transcripts, ids))
    yield mentionedInEdgesOf(entity, counted);
}

function mentionedInEdgesOf(entity: string, counts: ReadonlyMap<string, TranscriptMentions>): string {
  return [...counts]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([transcript, { count }]) =>
      edge(`in-${entity}-${transcript}`, entity, transcript, {
        label: "MENTIONED_IN",
        type: "MENTIONED_IN",
        weight: count,
        count,
      }),
    )
    .join("");
}
