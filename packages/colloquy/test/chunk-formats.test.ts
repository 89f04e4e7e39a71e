import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { chunkTranscript } from "../src/chunking/index.ts";
import { readTranscript } from "../src/transcripts/index.ts";

const FORMATS = path.join(import.meta.dirname, "../../../../shared", "data", "formats");

describe.skipIf(!existsSync(FORMATS))("chunks of files in many formats (skipped where ../shared is absent)", () => {
  it("contain every character of every turn exactly once", () => {
    let chunked = 0;
    for (const name of readdirSync(FORMATS, { recursive: true, encoding: "utf8" })) {
      if (!/\.[a-z]{2,5}$/i.test(name)) continue;
      const read = readTranscript(readFileSync(path.join(FORMATS, name)), { file: name });
      if ("skipped" in read) continue;
      chunked++;
      const { transcript } = read;
      const parts = chunkTranscript(transcript).flatMap((chunk) => {
        expect(chunk.text, name).toBe(transcript.text.slice(chunk.startOffset, chunk.endOffset));
        expect(chunk.text.length, name).toBeLessThanOrEqual(2600);
        return chunk.turns;
      });
      for (const turn of transcript.turns) {
        let offset = turn.startOffset;
        for (const part of parts.filter(({ index }) => index === turn.index)) {
          expect(part.startOffset, name).toBe(offset);
          offset = part.endOffset;
        }
        expect(offset, name).toBe(turn.endOffset);
      }
    }
    expect(chunked).toBeGreaterThan(20);
  });
});
