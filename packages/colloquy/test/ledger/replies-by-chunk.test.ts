import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createModelExtractor, DEFAULT_ONTOLOGY } from "../../src/extraction/index.ts";
import { type ChatModel, NO_USAGE } from "../../src/ports/index.ts";
import { IngestFixture } from "../ingest-fixture.ts";

/** Replies to each chunk of a prompt with an entry of its own, after a sentence about all chunks. */
const MODEL: ChatModel = {
  profile: "test:model",
  contextTokens: null,
  ping: async () => NO_USAGE,
  async complete({ messages }) {
    const labels = [...new Set(JSON.stringify(messages).match(/\bc\d+\b/g))];
    const entries = labels.map((label) =>
      JSON.stringify({ label, entities: [], relations: [], quotes: [], note: `words about ${label}` }),
    );
    const text = `Here you are: {"chunks":[${entries.join(",")}]}`;
    return { text, finishReason: "stop", usage: NO_USAGE, limits: [], interruption: null };
  },
  async [Symbol.asyncDispose]() {},
};

let folder: IngestFixture;
beforeEach(() => {
  folder = new IngestFixture();
});
afterEach(() => folder[Symbol.dispose]());

describe("the reply to a batch", () => {
  it("is kept in parts: the entry of each chunk with the chunk, and the remaining text with the batch", async () => {
    folder.writeTalk("talk.txt", 1, 60);
    const extractor = createModelExtractor({ chatModel: MODEL, ontology: DEFAULT_ONTOLOGY });
    const { chunks } = await folder.ingest({ ports: { extractor }, batchSize: 4 });
    expect(chunks.extracted).toBeGreaterThan(4);

    const database = new Database(join(folder.dataDir, "talks", "ledger.db"), { readonly: true });
    const settled = database.prepare("SELECT raw FROM settled ORDER BY no").pluck().all() as string[];
    const batches = database
      .prepare("SELECT raw, content_keys AS contentKeys FROM batches WHERE stage = 'extract'")
      .all() as { raw: string; contentKeys: string }[];
    database.close();
    expect(settled).toHaveLength(chunks.extracted);
    for (const raw of settled) expect(JSON.parse(raw)).toMatchObject({ note: expect.stringMatching(/^words about c/) });
    for (const { raw, contentKeys } of batches) {
      const parts = (JSON.parse(contentKeys) as string[]).map(() => "\u{fffc}");
      expect(raw).toBe(`Here you are: {"chunks":[${parts.join(",")}]}`);
    }
  });
});
