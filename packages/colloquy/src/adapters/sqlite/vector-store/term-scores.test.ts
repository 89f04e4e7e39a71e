import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { TermScores } from "./term-scores.ts";

/** What a term takes in memory beside its scores, as a number of scores. */
const OVERHEAD = 50;

it("reads a term once, and again after others took its place, each of which counts more than its scores", () => {
  using chunks = open(["a", "b", "c"]);
  const terms = new TermScores(chunks.database, 2 * (1 + OVERHEAD));
  expect(terms.sum(["a"])[0]).toBe(0);
  expect(terms.sum(["a"])[1]).toBeGreaterThan(0);
  terms.sum(["b"]);
  terms.sum(["a"]);
  expect(chunks.read()).toEqual(["a", "b"]);
  terms.sum(["c"]);
  terms.sum(["a", "b"]);
  expect(chunks.read()).toEqual(["c", "b"]);
});

it("keeps no term without chunks, and drops no other one for it", () => {
  using chunks = open(["a"]);
  const terms = new TermScores(chunks.database, 1 + OVERHEAD);
  terms.sum(["a", "none", "none", "a"]);
  expect(chunks.read()).toEqual(["a", "none", "none"]);
});

it("does not keep a term with more scores than it may keep", () => {
  using chunks = open(["a", "a"]);
  const terms = new TermScores(chunks.database, 1 + OVERHEAD);
  expect(terms.sum(["a"])).toEqual(terms.sum(["a"]));
  expect(chunks.read()).toEqual(["a", "a"]);
});

it("scores as FTS5 does, also after chunks were removed and replaced", () => {
  const texts = Array.from({ length: 300 }, (_, n) => `${"a ".repeat(n % 7)}b ${"c ".repeat(n % 3)}${"d ".repeat(n)}`);
  using chunks = open(texts);
  const { database } = chunks;
  const expectEqual = (): void => {
    const terms = new TermScores(database);
    for (const term of ["a", "b", "c", "d", "none"]) {
      const expected = scoreOf(term);
      const differences = terms.sum([term]).map((score, n) => Math.abs(score - (expected.get(n) ?? 0)));
      expect(Math.max(...differences)).toBeLessThan(1e-12);
    }
  };
  const scoreOf = (term: string): ReadonlyMap<number, number> =>
    new Map(
      database
        .prepare<[string], [number, number]>("SELECT rowid, -bm25(chunk_terms) FROM chunk_terms(?)")
        .raw()
        .all(term),
    );
  expectEqual();
  database.exec("DELETE FROM chunk_terms WHERE rowid % 5 = 1; DELETE FROM chunk_terms WHERE rowid = 300");
  database.exec("INSERT INTO chunk_terms(rowid, terms) VALUES (6, 'a a c'), (500, 'c'), (501, '')");
  database.exec("INSERT INTO chunk VALUES (500), (501)");
  expectEqual();
});

it("refuses an index whose list has a chunk without a length", () => {
  using chunks = open(["a", "a b", "b"]);
  chunks.database.unsafeMode().exec("DELETE FROM chunk_terms_docsize WHERE id = 2");
  const terms = new TermScores(chunks.database);
  expect(() => terms.sum(["a"])).toThrow("the index of words is inconsistent: it has no length of row 2");
});

/** One chunk for each text. `read` returns the terms that were read since its last call. */
function open(texts: readonly string[]): Disposable & {
  readonly database: Database.Database;
  readonly read: () => readonly string[];
} {
  let statements: string[] = [];
  const database = new Database(":memory:", { verbose: (sql) => statements.push(String(sql)) });
  database.exec("CREATE TABLE chunk (n INTEGER PRIMARY KEY)");
  database.exec(
    "CREATE VIRTUAL TABLE chunk_terms USING fts5(terms, content='', contentless_delete=1, tokenize='ascii')",
  );
  for (const [index, text] of texts.entries()) {
    database.prepare("INSERT INTO chunk VALUES (?)").run(index + 1);
    database.prepare("INSERT INTO chunk_terms(rowid, terms) VALUES (?, ?)").run(index + 1, text);
  }
  const read = () => {
    const terms = statements.flatMap((sql) => /term = '(.*)'/.exec(sql)?.[1] ?? []);
    statements = [];
    return terms;
  };
  return { database, read, [Symbol.dispose]: () => void database.close() };
}
