import type { ChunkRow, EntityRow, QuoteRow, TranscriptRow } from "../../model/index.ts";
import { compareText } from "../../model/index.ts";
import type { EvidencePosition, GraphReader, QuoteWithSubjects, VectorStore } from "../../ports/index.ts";
import { describeEntity, sentenceAround, speakersOfLabels } from "../../retrieval/index.ts";
import { mentionsByTranscript, type TranscriptMentions } from "../mentions-by-transcript.ts";
import type { ExportedFile } from "../exported-file.ts";
import type { SummaryRow } from "../rows.ts";
import { entityNote, type MentionedIn } from "./entity-note.ts";
import { type IndexContent, indexNote } from "./index-note.ts";
import { escapeMarkdown } from "./markdown.ts";
import { INDEX, planVault, type VaultPlan } from "./plan-vault.ts";
import { transcriptNote } from "./transcript-note.ts";
import { type ChunkTurns, transcriptTurns } from "./transcript-turns.ts";

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
/** The transcripts of an entity whose first mention is shown with its sentence. */
const SENTENCES = 6;
const MOST = { contradicted: 40, ofType: 40 };
const QUOTES_AT_ONCE = 500;

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
      const written = await writeEntities(source, plan, {
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

interface WrittenEntity {
  readonly entity: EntityRow;
  readonly contradictions: number;
  readonly text: string;
}

async function writeEntities(
  { graph }: VaultSource,
  { links, byFile }: VaultPlan,
  {
    entities,
    summaries,
  }: { readonly entities: readonly EntityRow[]; readonly summaries: ReadonlyMap<string, SummaryRow> },
): Promise<readonly WrittenEntity[]> {
  const mentions = await mentionsByTranscript(
    graph,
    byFile,
    entities.map(({ id }) => id),
  );
  const chunks = await firstChunks(graph, [...mentions.values()]);
  const details = await Promise.all(entities.map(({ id }) => describeEntity(graph, id, {})));
  return entities.flatMap((entity, index) => {
    const detail = details[index] ?? null;
    // Removed since the list was read.
    if (detail === null) return [];
    const where = whereOf(mentions.get(entity.id) ?? new Map(), chunks);
    const text = entityNote({ entity, detail, where, summary: summaries.get(entity.id) }, links);
    return [{ entity, contradictions: detail.contradictions.length, text }];
  });
}

/** The chunks of the first mentions in the first transcripts, by id. */
async function firstChunks(
  graph: GraphReader,
  mentions: readonly ReadonlyMap<string, TranscriptMentions>[],
): Promise<ReadonlyMap<string, ChunkRow>> {
  const ids = mentions.flatMap((counted) =>
    [...counted.values()].slice(0, SENTENCES).map(({ first }) => first.evidence.chunk),
  );
  return new Map((await graph.chunks([...new Set(ids)])).map((chunk) => [chunk.id, chunk]));
}

function whereOf(
  mentions: ReadonlyMap<string, TranscriptMentions>,
  chunks: ReadonlyMap<string, ChunkRow>,
): readonly MentionedIn[] {
  return [...mentions].map(
    (
      [
        transcript,
        {
          count,
          first: { evidence },
        },
      ],
      index,
    ) => {
      const chunk = index < SENTENCES ? chunks.get(evidence.chunk) : undefined;
      return {
        transcript,
        count,
        first: evidence,
        sentence: chunk === undefined ? null : sentenceAround(evidence, chunk),
      };
    },
  );
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

/** Reads all quotes once, file by file, for files in ascending order. */
class QuotesByFile {
  readonly #graph: GraphReader;
  #page: readonly QuoteWithSubjects[] = [];
  #after: EvidencePosition | null = null;
  #isEnd = false;
  #latest: { readonly file: string; readonly quotes: readonly QuoteRow[] } | null = null;

  constructor(graph: GraphReader) {
    this.#graph = graph;
  }

  /** The quotes of a file; the next file must not be less than this one. */
  async of(file: string): Promise<readonly QuoteRow[]> {
    if (this.#latest?.file === file) return this.#latest.quotes;
    const quotes: QuoteRow[] = [];
    for (;;) {
      if (this.#page.length === 0 && !(await this.#read())) break;
      const end = this.#page.findIndex(({ quote }) => compareText(quote.evidence.file, file) > 0);
      const reached = end < 0 ? this.#page : this.#page.slice(0, end);
      quotes.push(...reached.map(({ quote }) => quote).filter(({ evidence }) => evidence.file === file));
      this.#page = end < 0 ? [] : this.#page.slice(end);
      if (end >= 0) break;
    }
    this.#latest = { file, quotes };
    return quotes;
  }

  async #read(): Promise<boolean> {
    if (this.#isEnd) return false;
    this.#page = await this.#graph.quotes({
      limit: QUOTES_AT_ONCE,
      ...(this.#after === null ? {} : { after: this.#after }),
    });
    this.#isEnd = this.#page.length < QUOTES_AT_ONCE;
    const last = this.#page.at(-1)?.quote;
    if (last === undefined) return false;
    const { file, startOffset, endOffset } = last.evidence;
    this.#after = { file, startOffset, endOffset, id: last.id };
    return true;
  }
}
