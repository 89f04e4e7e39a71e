import { cancelWhenStopped, pingWithinBudget } from "../calls/index.ts";
import { CHARACTERS_PER_TOKEN, contentId } from "../model/index.ts";
import type { EmbeddingModel, Ledger } from "../ports/index.ts";
import { pendingFrom, type StagePlan } from "./batches.ts";
import { embedItems, submissionsOf } from "./embed.ts";
import type { EmbeddedItem } from "./embedded-chunks.ts";
import type { RunContext, RunSettings, StageParts } from "./run-types.ts";

/** Vectors of one read. */
const VECTORS_PER_READ = 1_000;

type VectorLedger = Pick<Ledger, "activeEmbedding" | "vectorsOf" | "putVectors" | "submit" | "failBatch">;

/**
 * The vectors of names by their keys. Names without a vector are embedded first, as work of the stage `embed`: a vector is
 * keyed by the name, so it is paid for once.
 *
 * Vectors that match words add nothing to the letters of names. A run with such a model compares by the vectors of the
 * model that the index has, and embeds nothing.
 * @returns null if no model compares names.
 */
export async function nameVectors(
  context: RunContext,
  ledger: VectorLedger,
  embedding: StageParts<EmbeddingModel>,
  keys: readonly string[],
  settings: Pick<RunSettings, "giveUpAfterMs" | "skipEmbeddings">,
): Promise<ReadonlyMap<string, Float32Array> | null> {
  const { port } = embedding;
  const isOwn = port.matchesWords !== true;
  const active = isOwn ? null : await ledger.activeEmbedding();
  if (!isOwn && (active === null || active.profile === port.profile)) return null;
  const profile = active?.profile ?? port.profile;
  const known = await readVectors(ledger, profile, keys);
  const missing = keys.filter((key) => !known.has(key));
  if (!isOwn || settings.skipEmbeddings || missing.length === 0) return known;
  // The normalised key is embedded. So the vector does not depend on where the name is mentioned first.
  const items = missing.map((key): EmbeddedItem => ({ contentKey: keyOf(key), tokens: tokensOf(key), texts: [key] }));
  if (!(await isReady(context, embedding, settings))) return known;
  using _cancelling = cancelWhenStopped([embedding.limiter], context.stop);
  await embedItems<EmbeddedItem>(context, embedding, {
    ledger,
    source: { ...pendingFrom(items), ...submissionsOf(ledger) },
    plan: planFor(port, items.length),
    // A name that fails alone is compared by its letters, and embedded by the next run.
    deadLetter: async () => undefined,
  });
  return new Map([...known, ...(await readVectors(ledger, profile, missing))]);
}

async function readVectors(
  ledger: Pick<Ledger, "vectorsOf">,
  profile: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Float32Array>> {
  const vectors = new Map<string, Float32Array>();
  for (let from = 0; from < keys.length; from += VECTORS_PER_READ) {
    const page = keys.slice(from, from + VECTORS_PER_READ);
    const stored = await ledger.vectorsOf(profile, page.map(keyOf));
    for (const key of page) {
      const vector = stored.get(keyOf(key));
      if (vector !== undefined) vectors.set(key, vector);
    }
  }
  return vectors;
}

function keyOf(key: string): string {
  return contentId("name", key);
}

function tokensOf(key: string): number {
  return Math.ceil(key.length / CHARACTERS_PER_TOKEN);
}

function planFor({ profile, paid, batchSize }: EmbeddingModel, total: number): StagePlan<"embed"> {
  const batchTokens = Number.POSITIVE_INFINITY;
  return { stage: "embed", profile, paid, force: false, batchSize, batchTokens, total };
}

/** Whether the model replies. A model that was called before is not pinged again. */
async function isReady(
  { emit, budget, stop }: RunContext,
  { port, limiter, observer }: StageParts<EmbeddingModel>,
  { giveUpAfterMs }: Pick<RunSettings, "giveUpAfterMs">,
): Promise<boolean> {
  if (stop.aborted) return false;
  if (observer.usage.calls > 0) return true;
  return pingWithinBudget(port, { stage: "embed", limiter, observer, emit, giveUpAfterMs, budget, stop });
}
