import Database from "better-sqlite3";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EMPTY_EXTRACTION } from "../../../../model/index.ts";
import { NO_USAGE, type PaidReply } from "../../../../ports/index.ts";
import { resolver } from "../../../../resolution/index.ts";
import { openSqliteLedger } from "../index.ts";

const MODEL: PaidReply = { profile: "model/1", paid: true, raw: null, usage: NO_USAGE };

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-replies-"));
  file = join(folder, "ledger.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every text in the tables of replies. */
function keptWords(): string {
  const database = new Database(file, { readonly: true });
  try {
    const rows = database
      .prepare("SELECT raw FROM batches UNION ALL SELECT raw FROM settled UNION ALL SELECT reason FROM dead_letters")
      .pluck()
      .all();
    return rows.join("\n");
  } finally {
    database.close();
  }
}

const DECISION = new URL("../../../../../../../docs/decisions/replies-by-chunk.md", import.meta.url);

/** Runs the statements of the decision. */
function forget(key: string): void {
  const lines = readFileSync(DECISION, "utf8").split("\n");
  const statements = lines.filter((line) => line.startsWith("    ")).join("\n");
  const database = new Database(file);
  for (const statement of statements.split(";").slice(0, -1)) database.prepare(statement).run({ key });
  database.close();
}

describe("the words of a model about a chunk", () => {
  it("are removed with the chunk's rows, without words about other chunks of the batch", async () => {
    {
      await using ledger = openSqliteLedger(file, { workspace: "talks", resolver });
      const settlement = (contentKey: string, raw: string) => ({ contentKey, extraction: EMPTY_EXTRACTION, raw });
      await ledger.settle(
        { ...MODEL, raw: "Prose about the harbour: [￼, ￼]", contentKeys: ["a", "b"] },
        [settlement("a", "the harbour"), settlement("b", "the lighthouse")],
        [],
      );
      await ledger.settle(
        { ...MODEL, raw: "I refuse to speak of the harbour.", contentKeys: ["a", "c"] },
        [],
        [
          { contentKey: "a", stage: "extract", reason: "The model refused: I refuse to speak of the harbour." },
          { contentKey: "e", stage: "extract", reason: "The model refused to answer." },
        ],
      );
      await ledger.settle({ ...MODEL, raw: "[￼]", contentKeys: ["c"] }, [settlement("c", "the ferry")], []);
      const batch = await ledger.submit({
        run: "run-1",
        stage: "extract",
        number: 1,
        profile: MODEL.profile,
        contentKeys: ["a", "d"],
        submittedAt: "2026-01-01T00:00:00.000Z",
        expected: { inputTokens: 1, maxOutputTokens: 1 },
      });
      await ledger.settle({ ...MODEL, raw: "The harbour again, without an end", batch }, [], []);
    }
    expect(keptWords()).toContain("harbour");
    forget("a");
    const left = keptWords();
    expect(left).not.toContain("harbour");
    expect(left).toContain("the lighthouse");
    expect(left).toContain("the ferry");
    expect(left).toContain("The model refused to answer.");
    expect(left).toContain("[￼]");
  });
});
