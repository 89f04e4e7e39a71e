import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteLedger } from "../src/adapters/sqlite/ledger/index.ts";
import { type Ledger, verify } from "../src/index.ts";
import { NO_USAGE } from "../src/ports/index.ts";
import { resolver } from "../src/resolution/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";
import { ScriptedExtractor } from "./scripted.ts";

const ALL = { force: true, paid: true, after: null, limit: 100 } as const;

describe("verifying a workspace after a run that stopped with replies", () => {
  let folder: IngestFixture;
  beforeEach(async () => {
    folder = new IngestFixture();
    for (const seed of [1, 2]) folder.writeTalk(`talk-${seed}.txt`, seed, 24);
    await folder.ingest({ ports: { extractor: new ScriptedExtractor() } });
  });
  afterEach(() => folder[Symbol.dispose]());

  /** The work of a run before it stops: it stores replies and resolves nothing. */
  async function stoppedAfter(work: (ledger: Ledger) => Promise<void>): Promise<void> {
    const file = join(folder.dataDir, "talks", "ledger.db");
    await using ledger = openSqliteLedger(file, { workspace: "talks", resolver });
    await work(ledger);
    expect((await ledger.counts()).unwritten).toBeGreaterThan(0);
  }

  const verified = (repair = false) =>
    verify({
      workspace: "talks",
      dataDir: folder.dataDir,
      outputDir: join(folder.root, "metrics"),
      environment: {},
      repair,
    });

  async function expectBehindThenMended(holds: "graph" | "vectors"): Promise<void> {
    const found = await verified();
    expect(found.ledger).toEqual({ ok: true, digest: found.digest, unwritten: 0, damage: null, repaired: false });
    expect(found.ok).toBe(false);
    expect(found.stores.find((store) => store.holds === holds)).toMatchObject({ ok: false, state: "behind" });
    expect(await verified(true)).toMatchObject({ ok: true, digest: found.digest });
    expect(await verified()).toMatchObject({ ok: true, digest: found.digest });
  }

  it("finds an intact ledger and a graph behind it after chunks were extracted again", async () => {
    await stoppedAfter(async (ledger) => {
      const { items } = await ledger.pending("extract", { ...ALL, profile: "other@1" });
      const extractor = new ScriptedExtractor({ paid: true, profile: "other@1" });
      const batch = items.slice(0, 2).map(({ view }, index) => ({ label: String(index), turns: view }));
      const { extractions, raw } = await extractor.extract(batch);
      const settlements = [...extractions.values()].map((extraction, index) => ({
        contentKey: items[index]?.contentKey ?? "",
        extraction,
      }));
      await ledger.settle({ profile: "other@1", paid: true, raw, usage: NO_USAGE }, settlements, []);
    });
    await expectBehindThenMended("graph");
  });

  it("finds an intact ledger and vectors behind it after chunks were embedded again", async () => {
    await stoppedAfter(async (ledger) => {
      const { profile, dimensions } = (await ledger.activeEmbedding()) ?? { profile: "", dimensions: 0 };
      const { items } = await ledger.pending("embed", { ...ALL, profile });
      const vector = new Float32Array(dimensions).fill(Math.fround(1 / Math.sqrt(dimensions)));
      const vectors = items.slice(0, 2).map(({ contentKey }) => ({ contentKey, vector }));
      await ledger.putVectors({ profile, paid: true, raw: null, usage: NO_USAGE }, vectors);
    });
    await expectBehindThenMended("vectors");
  });
});
