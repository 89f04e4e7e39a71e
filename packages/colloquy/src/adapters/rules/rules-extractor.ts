import { availableParallelism } from "node:os";
import { type ExtractionReply, type ExtractionRequest, type Extractor, NO_USAGE } from "../../ports/index.ts";
import { ColloquyError, FINISHED_WORK_IS_KEPT, isOutOfFiles } from "../../model/index.ts";
import { threadFile, ThreadPool } from "../../threads/index.ts";
import type { RulesThread } from "./rules-thread.ts";

/** Raised with every change of the rules' results: extracted chunks of another version are read again. */
export const RULES_PROFILE = "rules-en@3";

/** Shown wherever the rules are used. */
export const RULES_DESCRIPTION =
  "rule-based baseline (English): finds recurring terms and a few stated relations, of which 69 of 100 were right in meetings (QMSum) and 14 of 27 in podcasts and radio, judged by hand; misses most. Search matches words, not meaning.";

/** A small young generation keeps a thread at about 100 MB. The old generation only has to hold the largest chunk. */
const HEAP = { heapMegabytes: 256, youngHeapMegabytes: 4 };
/** A thread takes half a second of processor time to load the tagger. For a few batches one thread is faster. */
const FURTHER_AFTER_MS = 2_000;

const NOTHING_REJECTED = { ungrounded: 0, schema: 0, lowConfidence: 0 };

/**
 * The extractor that needs no key: rules over part-of-speech tags, on threads of its own.
 *
 * @param options.workers threads, 1 to 64; by default 2, or 1 on a single core. Each takes about 100 MB.
 * @throws ColloquyError `configuration` for another number of workers.
 */
export function createRulesExtractor(options: { readonly workers?: number } = {}): Extractor {
  const workers = options.workers ?? Math.min(2, availableParallelism());
  if (!Number.isInteger(workers) || workers < 1 || workers > 64) {
    throw new ColloquyError(
      "configuration",
      `Expected the rule-based extractor's \`workers\` to be a whole number from 1 to 64, got ${workers}.`,
    );
  }
  const pool = createRulesPool(workers);
  const closing = new AbortController();
  return {
    profile: RULES_PROFILE,
    description: RULES_DESCRIPTION,
    paid: false,
    concurrency: workers,
    extract: (batch, { signal }) => extractBatch(pool, batch, AbortSignal.any([signal, closing.signal])),
    async [Symbol.asyncDispose]() {
      closing.abort(closedError());
      await pool[Symbol.asyncDispose]();
    },
  };
}

/** Threads that extract with the rules. */
export function createRulesPool(threads: number, furtherAfterMs = FURTHER_AFTER_MS): ThreadPool<RulesThread> {
  const file = threadFile(import.meta.url, "rules-thread");
  return new ThreadPool({ name: "rules", file, ...HEAP, threads, furtherAfterMs });
}

async function extractBatch(
  pool: ThreadPool<RulesThread>,
  batch: readonly ExtractionRequest[],
  signal: AbortSignal,
): Promise<ExtractionReply> {
  const views = batch.map((request) => request.turns.map(({ speaker, text }) => ({ speaker, text })));
  const extractions = await pool
    .run((rules) => rules.extract(views), { signal })
    .catch((error: unknown) => {
      throw signal.aborted || isOutOfFiles(error) ? error : failedBatch(error);
    });
  return {
    extractions: new Map(
      batch.flatMap(({ label }, index) => {
        const extraction = extractions[index];
        return extraction === undefined ? [] : [[label, extraction] as const];
      }),
    ),
    failures: new Map(),
    usage: NO_USAGE,
    raw: null,
    rejected: NOTHING_REJECTED,
  };
}

/** No ColloquyError: it would stop the run, and the chunk that broke the rules would stop every later run. */
function failedBatch(cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`The rule-based extractor failed on a batch (${reason}).`, { cause });
}

function closedError(): ColloquyError {
  return new ColloquyError(
    "interrupted",
    `The rule-based extractor was closed before it had read the batch. ${FINISHED_WORK_IS_KEPT}`,
  );
}
