import type { EntityRow, QuoteRow, TranscriptRow } from "../../model/index.ts";
import { compareText } from "../../model/index.ts";
import type { GraphReader, VectorStore } from "../../ports/index.ts";
import { speakersOfLabels } from "../../retrieval/index.ts";
import type { ExportedFile } from "../exported-file.ts";
import type { SummaryRow } from "../rows.ts";
import { type IndexContent, indexNote } from "./index-note.ts";
import { escapeMarkdown } from "./markdown.ts";
import { INDEX, planVault, type VaultPlan } from "./plan-vault.ts";
import { QuotesByFile } from "./quotes-by-file.ts";
import { transcriptNote } from "./transcript-note.ts";
import { type ChunkTurns, transcriptTurns } from "./transcript-turns.ts";
import { writeEntities } from "./write-entities.ts";

/** The workspace of a vault. */
export interface VaultSource {
  readonly workspace: string;
  readonly graph: GraphReader;
  readonly vectors: Pick<VectorStore, "neighbours">;
  readonly summaries: () => AsyncIterable<SummaryRow>;
  /** A remark on the extractor, for the first note. */
  readonly caption: string | null;
}

/** Entities that are read together. */
const ENTITIES_AT_ONCE = 20;
const MOST = { contradicted: 40, ofType: 40 };

/**
 * A vault of Obsidian: a note for each transcript, entity and person, and an index. The same workspace gives the same files.
 * Memory grows with the names of notes, the number of turns and the summaries, and holds the text of one transcript.
 */
export async function* vaultFiles(source: VaultSource): AsyncIterable<ExportedFile> {
  const summaries = new Map<string, SummaryRow>();
  for await (const summary of source.summaries()) summaries.set(summary.of, summary);
  const plan = await planVault(source.graph);
  const quotes = new QuotesByFile(source.graph);
  for (const transcript of plan.transcripts) {
    const text = await writeTranscript(source, plan, {
      transcript,
      quotes: await quotes.of(transcript.file),
      summaries,
    });
    yield note(plan.links.path(transcript.id), text);
  }
  const contradicted: IndexContent["contradicted"][number][] = [];
  for await (const rows of source.graph.rows("entity")) {
    const entities = rows as readonly EntityRow[];
    for (let from = 0; from < entities.length; from += ENTITIES_AT_ONCE) {
      const written = await writeEntities(source.graph, plan, {
        entities: entities.slice(from, from + ENTITIES_AT_ONCE),
        summaries,
      });
      for (const { entity, contradictions, text } of written) {
        if (contradictions > 0) contradicted.push({ entity, contradictions });
        yield note(plan.links.path(entity.id), text);
      }
    }
  }
  yield note(INDEX, indexNote(await indexContent(source, plan, contradicted), plan.links));
}

function note(path: string, text: string): ExportedFile {
  return { path: `${path}.md`, pieces: [text] };
}

async function writeTranscript(
  source: VaultSource,
  { links, topics }: VaultPlan,
  {
    transcript,
    quotes,
    summaries,
  }: {
    readonly transcript: TranscriptRow;
    readonly quotes: readonly QuoteRow[];
    readonly summaries: ReadonlyMap<string, SummaryRow>;
  },
): Promise<string> {
  const { id, file } = transcript;
  const chunks: ChunkTurns[] = [];
  for await (const chunk of transcriptTurns(source, id)) {
    links.addTurns(
      id,
      chunk.chunk,
      chunk.turns.map(({ startOffset }) => startOffset),
    );
    chunks.push(chunk);
  }
  const labels = labelsByLength(chunks);
  const speakerOf = await speakersOfLabels(
    source.graph,
    labels.map((label) => ({ label, file })),
    {},
  );
  const speakers = new Map(labels.map((label) => [label, speakerOf({ label, file })]));
  for (const [label, speaker] of speakers) if (speaker.id !== null) links.addSpeaker(file, label, speaker.id);
  const own = new Set(chunks.map(({ chunk }) => chunk));
  return transcriptNote(
    {
      transcript,
      chunks,
      // Several labels may be one person.
      speakers: [...new Map([...speakers.values()].map((speaker) => [speaker.id ?? speaker.name, speaker])).values()],
      topics: topics.get(id) ?? [],
      quotes: quotes.filter(({ evidence }) => own.has(evidence.chunk)),
      summary: summaries.get(id),
    },
    links,
  );
}

/** The labels of a transcript, those with most words first. */
function labelsByLength(chunks: readonly ChunkTurns[]): readonly string[] {
  const lengths = new Map<string, number>();
  for (const { speaker, text } of chunks.flatMap(({ turns }) => turns))
    if (speaker !== null && escapeMarkdown(speaker) !== "")
      lengths.set(speaker, (lengths.get(speaker) ?? 0) + text.length);
  return [...lengths]
    .sort(([one, length], [other, otherLength]) => otherLength - length || compareText(one, other))
    .map(([label]) => label);
}

async function indexContent(
  { graph, workspace, caption }: VaultSource,
  { transcripts }: VaultPlan,
  contradicted: IndexContent["contradicted"],
): Promise<IndexContent> {
  const counts = await graph.counts();
  const types = Object.entries(counts.byType.entities).filter(([, count]) => count > 0);
  const byType = [];
  for (const [type] of types.toSorted(
    ([one, count], [other, otherCount]) => otherCount - count || compareText(one, other),
  ))
    byType.push({ type, entities: await graph.entities({ type, limit: MOST.ofType }) });
  return {
    workspace,
    counts,
    caption,
    transcripts,
    contradicted: contradicted
      .toSorted(
        (one, other) => other.contradictions - one.contradictions || compareText(one.entity.name, other.entity.name),
      )
      .slice(0, MOST.contradicted),
    byType,
  };
}
