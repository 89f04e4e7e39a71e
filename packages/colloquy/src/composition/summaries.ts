import type { SummaryRow } from "../export/index.ts";
import type { GraphReader, Ledger, ListedTranscript, ReadOptions } from "../ports/index.ts";
import type { EntityDetail, ReadLedger } from "../retrieval/index.ts";
import { currentSummary, entitySubject, type Summary, transcriptSubject } from "../summarising/index.ts";

/** The details of an entity with its summary. */
export interface EntityWithSummary extends EntityDetail {
  /** Null if none was written, or its evidence has changed since; null for the words of one speaker. */
  readonly summary: Summary | null;
}

/** A transcript with its summary. */
export interface TranscriptDetail extends ListedTranscript {
  /** Null if none was written, or its evidence has changed since. */
  readonly summary: Summary | null;
}

/** The summary of an entity, by id. A workspace without summaries needs no store call. */
export async function entitySummary(
  readLedger: ReadLedger,
  graph: GraphReader,
  id: string,
  options: ReadOptions = {},
): Promise<Summary | null> {
  if ((await readLedger((ledger) => ledger.summarised())).length === 0) return null;
  const [entity] = await graph.findEntities([id], options);
  const subject = entity === undefined ? null : await entitySubject(graph, entity, options);
  return readLedger((ledger) => currentSummary(ledger, subject));
}

const TRANSCRIPTS_PER_PAGE = 1_000;

/** Null if no transcript has the file or the id. Of several sources with the same file, the first counts. */
export async function findTranscript(
  ledger: Pick<Ledger, "listTranscripts">,
  fileOrId: string,
  options: ReadOptions = {},
): Promise<ListedTranscript | null> {
  // Transcripts are listed by file, then by id: the next one after this position has the file, if any has it.
  const [named] = await ledger.listTranscripts({ ...options, after: { file: fileOrId, id: "" }, limit: 1 });
  if (named?.file === fileOrId) return named;
  for (let last: ListedTranscript | undefined; ;) {
    const after = last === undefined ? null : { file: last.file, id: last.id };
    const page: readonly ListedTranscript[] = await ledger.listTranscripts({
      ...options,
      after,
      limit: TRANSCRIPTS_PER_PAGE,
    });
    const found = page.find(({ id }) => id === fileOrId);
    if (found !== undefined) return found;
    last = page.at(-1);
    if (page.length < TRANSCRIPTS_PER_PAGE) return null;
  }
}

/** As `findTranscript`, with the summary. */
export async function describeTranscript(
  readLedger: ReadLedger,
  fileOrId: string,
  options: ReadOptions = {},
): Promise<TranscriptDetail | null> {
  return readLedger(async (ledger) => {
    const found = await findTranscript(ledger, fileOrId, options);
    if (found === null) return null;
    const subject = transcriptSubject(found.id, await ledger.transcriptEvidence(found.id, options));
    return { ...found, summary: await currentSummary(ledger, subject) };
  });
}

/** All summaries that are up to date, in the order of the ids of their subjects. */
export async function* summaryRows(readLedger: ReadLedger, graph: GraphReader): AsyncIterable<SummaryRow> {
  for (const { subject: of, kind } of await readLedger((ledger) => ledger.summarised())) {
    const summary =
      kind === "entity"
        ? await entitySummary(readLedger, graph, of)
        : await readLedger(async (ledger) =>
            currentSummary(ledger, transcriptSubject(of, await ledger.transcriptEvidence(of))),
          );
    if (summary !== null) yield { kind: "summary", of, ...summary };
  }
}
