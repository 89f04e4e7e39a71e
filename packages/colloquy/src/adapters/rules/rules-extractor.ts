import { availableParallelism } from "node:os";
import { type ExtractionReply, type ExtractionRequest, type Extractor, NO_USAGE } from "../../ports/index.ts";
import { ColloquyError } from "../../model/index.ts";
import { RulesWorkerPool } from "./worker-pool.ts";

/** Raised with every change of what the rules find: settled chunks of another version are read again. */
export const RULES_PROFILE = "rules-en@3";

/** Said wherever the rules are used. */
export const RULES_DESCRIPTION =
  "rule-based baseline (English): finds recurring terms and a few stated relations, of which 69 of 100 were right in meetings (QMSum) and 14 of 27 in podcasts and radio, judged by hand; misses most. Search matches words, not meaning.";

const NOTHING_REJECTED = { ungrounded: 0, schema: 0, lowConfidence: 0 };

/**
 * The extractor that needs no key: rules over part-of-speech tags, in threads of their own.
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
  const pool = new RulesWorkerPool(workers);
  return {
    profile: RULES_PROFILE,
    description: RULES_DESCRIPTION,
    paid: false,
    concurrency: workers,
    extract: (batch, { signal }) => extractBatch(pool, batch, signal),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}

async function extractBatch(
  pool: RulesWorkerPool,
  batch: readonly ExtractionRequest[],
  signal: AbortSignal,
): Promise<ExtractionReply> {
  const views = batch.map((request) => request.turns.map(({ speaker, text }) => ({ speaker, text })));
  const extractions = await pool.run(views, signal);
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
