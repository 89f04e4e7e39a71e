import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "vitest";
import { HashingEmbeddingModel } from "../src/adapters/hashing/index.ts";
import { createRulesExtractor } from "../src/adapters/rules/index.ts";
import { openSqliteLedger } from "../src/adapters/sqlite/ledger/index.ts";
import { goldJudge } from "../../../bench/gold-judge.ts";
import { resolver } from "../src/resolution/index.ts";
import {
  embeddingModelConformance,
  extractorConformance,
  ledgerConformance,
  nameJudgeConformance,
  planConformance,
} from "../src/testing/index.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "colloquy-conformance-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the ledger in SQLite", () => {
  for (const { name, run } of planConformance(ledgerConformance)) {
    it(name, () =>
      run(async ({ workspace = "one" } = {}) =>
        openSqliteLedger(path.join(folder, `${workspace}.db`), { workspace, resolver }),
      ),
    );
  }
});

describe("the rules extractor", () => {
  for (const { name, run } of planConformance(extractorConformance)) {
    it(name, () => run(async () => createRulesExtractor({ workers: 1 })));
  }
});

describe("the hashing embedding model", () => {
  const skip = {
    "rejects calls after it was disposed of once or twice": "it is a pure function and holds nothing to close",
  };
  for (const { name, run, skipped } of planConformance(embeddingModelConformance, { skip })) {
    it.skipIf(skipped !== null)(name, () => run(async () => new HashingEmbeddingModel()));
  }
});

describe("a judge with a language model", () => {
  const clusters = [["speech recognition", "voice recognition"]];
  for (const { name, run } of planConformance(nameJudgeConformance)) {
    it(name, () => run(async () => goldJudge({ clusters, distinct: [], unscored: [] }).judge));
  }
});
