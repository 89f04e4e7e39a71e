import type { ContextSources, StatedWords } from "../answering/index.ts";
import type { GraphReader, ListedTranscript, ReadOptions } from "../ports/index.ts";
import type { ReadLedger } from "../retrieval/index.ts";
import { transcriptSubject } from "../summarising/index.ts";
import { entitySummary } from "./summaries.ts";

const TRANSCRIPTS_PER_PAGE = 1_000;

/** What the ledger and the graph hold for answers beside passages and claims. */
export function writtenSources(
  readLedger: ReadLedger,
  graph: GraphReader,
): Pick<ContextSources, "summaryOf" | "transcriptWords"> {
  return {
    summaryOf: (entity, options) => entitySummary(readLedger, graph, entity, options),
    transcriptWords: (files, options) =>
      files.length === 0 ? Promise.resolve([]) : wordsOf(readLedger, files, options),
  };
}

function wordsOf(
  readLedger: ReadLedger,
  files: readonly string[],
  options: ReadOptions,
): Promise<readonly StatedWords[]> {
  const wanted = new Set(files);
  return readLedger(async (ledger) => {
    const words: StatedWords[] = [];
    for (let last: ListedTranscript | undefined; ;) {
      const after = last === undefined ? null : { file: last.file, id: last.id };
      const page: readonly ListedTranscript[] = await ledger.listTranscripts({
        ...options,
        after,
        limit: TRANSCRIPTS_PER_PAGE,
      });
      for (const { id } of page.filter(({ file }) => wanted.has(file)))
        words.push(...(transcriptSubject(id, await ledger.transcriptEvidence(id, options))?.evidence ?? []));
      last = page.at(-1);
      if (page.length < TRANSCRIPTS_PER_PAGE) return words;
    }
  });
}
