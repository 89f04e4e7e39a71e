import { Neo4jError } from "neo4j-driver";
import { describe, expect, it } from "vitest";
import { describeFailure } from "./failures.ts";
import { Portions } from "./portions.ts";

const SETTINGS = { uri: "bolt://h", database: null, auth: null };

function refusal(code: string): Error {
  return describeFailure(new Neo4jError("", code, "50N42", ""), SETTINGS);
}

/** A server that takes so many rows at once, and what it was given. */
function serverTaking(most: number, code = "Neo.TransientError.General.MemoryPoolOutOfMemoryError") {
  const given: number[] = [];
  const taken: number[] = [];
  const said: string[] = [];
  const portions = new Portions({ tell: (what) => said.push(what), pause: async () => {} });
  const write = async (rows: readonly number[]): Promise<void> => {
    given.push(rows.length);
    if (rows.length > most) throw refusal(code);
    taken.push(...rows);
  };
  return { portions, write, given, taken, said };
}

const ROWS = Array.from({ length: 100 }, (_, n) => n);

describe("a transaction that is refused for its memory", () => {
  it.each(["MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError"])(
    "by %s is halved until it passes, and so are those that follow",
    async (code) => {
      const { portions, write, given, taken, said } = serverTaking(20, `Neo.TransientError.General.${code}`);
      await portions.each(ROWS, write);
      await portions.each(ROWS.slice(0, 30), write);
      expect(taken).toEqual([...ROWS, ...ROWS.slice(0, 30)]);
      expect(given).toEqual([100, 50, 25, 13, 13, 13, 13, 13, 13, 13, 9, 13, 13, 4]);
      expect(said).toEqual(["has too little memory for a transaction of 100 rows; it is given fewer at once."]);
    },
  );

  it("of one row is told in one sentence", async () => {
    const { portions, write } = serverTaking(0);
    await expect(portions.each(ROWS, write)).rejects.toThrow(
      /has too little memory for a transaction, even for a small one\. Raise dbms\.memory\.transaction\.total\.max/,
    );
  });

  it("is the only one that is halved", async () => {
    const { portions, write, given } = serverTaking(20, "Neo.TransientError.Transaction.DeadlockDetected");
    await expect(portions.each(ROWS, write)).rejects.toThrow(/failed/);
    expect(given).toEqual([100]);
  });
});
