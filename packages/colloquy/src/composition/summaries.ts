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

/** Null if no transcript has the file or the id. Of several sources with the same file, the first counts. */
export async function findTranscript(
  ledger: Pick<Ledger, "transcriptsNamed">,
  fileOrId: string,
  options: ReadOptions = {},
): Promise<ListedTranscript | null> {
  const [first] = await ledger.transcriptsNamed(fileOrId, options);
  return first ?? null;
}

/** The summary of a transcript, by id. */
export async function transcriptSummary(
  ledger: Ledger,
  id: string,
  options: ReadOptions = {},
): Promise<Summary | null> {
  const summarised = await ledger.summarised();
  if (!summarised.some(({ subject }) => subject === id)) return null;
  return currentSummary(ledger, transcriptSubject(id, await ledger.transcriptEvidence(id, options)));
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
    return { ...found, summary: await transcriptSummary(ledger, found.id, options) };
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
