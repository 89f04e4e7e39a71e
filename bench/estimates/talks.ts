import { tmpdir } from "node:os";
import { openSqliteLedger } from "../../packages/colloquy/src/adapters/sqlite/ledger/index.ts";
import type { Ledger } from "../../packages/colloquy/src/ports/index.ts";
import { resolver } from "../../packages/colloquy/src/resolution/index.ts";
import { sampleChunks, sampleRecord } from "../../packages/colloquy/src/testing/suites/sample-transcripts.ts";
import { chunkAt, randomNumbers } from "../throughput/workload.ts";

/** Chunks of a talk, as a corpus of meetings has them. */
const CHUNKS = { least: 15, most: 60 };
/** The length of the chunks of a talk, relative to the usual length: talks differ, chunks of one talk do not. */
const LENGTH = { least: 0.86, most: 1.04 };

/** A ledger in memory with pending chunks of talks. Another seed gives other talks. */
export async function ledgerOfTalks(seed: number, chunks: number): Promise<Ledger> {
  const ledger = openSqliteLedger(":memory:", { workspace: "talks", resolver });
  // Only the folder's name is used, in ids; it is not read.
  const { key } = await ledger.registerSource(tmpdir(), new Map());
  const random = randomNumbers(seed * 7_919);
  const between = ({ least, most }: { readonly least: number; readonly most: number }): number =>
    least + random() * (most - least);
  for (let talk = 0, from = 0; from < chunks; talk += 1) {
    const count = Math.min(chunks - from, Math.round(between(CHUNKS)));
    const length = between(LENGTH);
    const turns = Array.from({ length: count }, (_, place) => chunkAt(seed, from + place));
    const sampled = sampleChunks(
      turns.map(({ speaker, text }) => ({ speaker, words: text.slice(0, Math.floor(text.length * length)) })),
    );
    const counted = sampled.map(({ chunk, ...rest }) => ({
      ...rest,
      chunk: { ...chunk, tokens: Math.ceil(chunk.text.length / 4) },
    }));
    await ledger.putTranscript(sampleRecord(key, `talk-${String(talk).padStart(4, "0")}.txt`, counted));
    from += count;
  }
  return ledger;
}
