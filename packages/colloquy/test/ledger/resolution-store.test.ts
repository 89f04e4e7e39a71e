import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalLine, DigestSum, type GraphRow, type GraphRowKind } from "../../src/model/index.ts";
import { type CheckVerdict, type Ledger, NO_USAGE } from "../../src/ports/index.ts";
import { resolver } from "../../src/resolution/index.ts";
import { MemoryResolutionStore } from "../../src/testing/memory/resolution-store.ts";
import { costlyRuns } from "../properties.ts";
import {
  conclude,
  type Document,
  documentArbitrary,
  extractedTranscript,
  openLedger,
  put,
  settle,
} from "../sample-documents.ts";

/** The kinds of rows that follow from facts; transcripts and chunks do not. */
const KINDS: readonly GraphRowKind[] = ["entity", "mention", "relationship", "quote", "evidence"];
const FILES = ["a.txt", "b.txt", "c.txt"];

async function rowsOf(ledger: Ledger): Promise<readonly GraphRow[]> {
  const pages = KINDS.map((kind) => ledger.changedRows(kind, 0, null, 100_000));
  return (await Promise.all(pages)).flatMap(({ rows }) => rows);
}

function lines(rows: readonly GraphRow[]): readonly string[] {
  return rows.map(canonicalLine).sort();
}

function digestOf(rows: readonly GraphRow[]): string {
  const sum = new DigestSum();
  for (const row of rows) sum.addLine(canonicalLine(row));
  return sum.toHex();
}

class MemoryFacts {
  readonly #store = new MemoryResolutionStore();

  put(file: string, document: Document): void {
    const { locatedChunks, ...transcript } = extractedTranscript(file, document);
    this.#store.putTranscript({ id: transcript.id, chunks: locatedChunks, facts: resolver.deriveFacts(transcript) });
  }

  check(verdicts: ReadonlyMap<string, CheckVerdict>): void {
    this.#store.check(verdicts);
  }

  /** @param limit the most items that a step processes at once. */
  resolve(limit: number): void {
    for (const step of resolver.steps(this.#store)) while (step(limit) === limit);
  }

  get rows(): readonly GraphRow[] {
    return this.#store.rows();
  }
}

const CHECKER = { profile: "checker/1", paid: true, raw: null, usage: NO_USAGE };

/** Checks all statements. Their keys are hashes, so about half of them are withdrawn. */
async function checkAll(ledger: Ledger, verdicts: Map<string, CheckVerdict>): Promise<void> {
  for (const _round of [1, 2]) {
    const statements = await ledger.statementsToCheck({ version: 1, all: true });
    for (const { contentKey } of statements) verdicts.set(contentKey, contentKey < "8" ? "reversed" : "supported");
    const checks = statements.map((each) => ({ ...each, version: 1, verdict: verdicts.get(each.contentKey) ?? null }));
    await ledger.putChecks(CHECKER, checks);
  }
}

describe("resolution", () => {
  it("has the same rows over maps in memory as over SQLite, after any history of the facts", async () => {
    const stepArbitrary = fc.record({
      file: fc.nat(FILES.length - 1),
      document: documentArbitrary,
      resolve: fc.boolean(),
      check: fc.boolean(),
      limit: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 1, maxLength: 6 }), async (steps) => {
        await using ledger = await openLedger();
        const edited = new MemoryFacts();
        const latest = new Map<string, Document>();
        const verdicts = new Map<string, CheckVerdict>();
        for (const { file: at, document, resolve, check, limit } of steps) {
          const file = FILES[at] as string;
          latest.set(file, document);
          await put(ledger, file, document);
          await settle(ledger, document);
          edited.put(file, document);
          if (!resolve) continue;
          edited.resolve(limit);
          await conclude(ledger);
          expect(lines(edited.rows)).toEqual(lines(await rowsOf(ledger)));
          if (!check) continue;
          await checkAll(ledger, verdicts);
          edited.check(verdicts);
        }
        edited.resolve(1_000);
        await conclude(ledger);

        const fresh = new MemoryFacts();
        for (const [file, document] of [...latest].sort(([a], [b]) => (a < b ? 1 : -1))) fresh.put(file, document);
        fresh.check(verdicts);
        fresh.resolve(1_000);
        const inSqlite = await rowsOf(ledger);
        expect(lines(edited.rows)).toEqual(lines(inSqlite));
        expect(lines(fresh.rows)).toEqual(lines(inSqlite));
        expect(digestOf(fresh.rows)).toBe(digestOf(inSqlite));
      }),
      costlyRuns(30),
    );
  });
});
