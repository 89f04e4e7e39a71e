import { Neo4jError } from "neo4j-driver";
import { describe, expect, it } from "vitest";
import { describeFailure } from "./failures.ts";
import { Portions } from "./portions.ts";

const SETTINGS = { uri: "bolt://h", database: null, auth: null };

function refusal(code: string): Error {
  return describeFailure(new Neo4jError("", code, "50N42", ""), SETTINGS);
}

/** A server with a limit of rows per transaction, which may grow, and the rows that it received. */
function serverTaking(most: number | (() => number), code = "Neo.TransientError.General.MemoryPoolOutOfMemoryError") {
  const given: number[] = [];
  const taken: number[] = [];
  const said: string[] = [];
  const pauses: number[] = [];
  const pause = async (ms: number): Promise<void> => void pauses.push(ms);
  const portions = new Portions({ report: (what) => said.push(what), pause, retryMs: 60_000 });
  const write = async (rows: readonly number[]): Promise<void> => {
    given.push(rows.length);
    if (rows.length > (typeof most === "number" ? most : most())) throw refusal(code);
    taken.push(...rows);
  };
  return { portions, write, given, taken, said, pauses };
}

const ROWS = Array.from({ length: 100 }, (_, n) => n);

describe("a transaction that is refused for its memory", () => {
  it.each(["MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError"])(
    "with %s is halved until it succeeds, and the next transactions are small too",
    async (code) => {
      const { portions, write, given, taken, said } = serverTaking(20, `Neo.TransientError.General.${code}`);
      await portions.each(ROWS, write);
      await portions.each(ROWS.slice(0, 30), write);
      expect(taken).toEqual([...ROWS, ...ROWS.slice(0, 30)]);
      expect(given).toEqual([100, 50, 25, 13, 13, 13, 13, 13, 13, 13, 9, 13, 17]);
      expect(said).toEqual([
        "has too little memory for a transaction of 100 rows; the next transactions have fewer rows.",
      ]);
    },
  );

  it("grows again to its original size when the server has memory", async () => {
    let most = 30;
    const { portions, write, given, said } = serverTaking(() => most);
    await portions.each(ROWS, write);
    most = 100;
    for (let n = 0; n < 7; n += 1) await portions.each(ROWS, write);
    expect(given.slice(0, 3)).toEqual([100, 50, 25]);
    expect(given.slice(-2)).toEqual([100, 100]);
    expect(said).toHaveLength(1);
  });

  it("is enlarged less and less often while the limit stays", async () => {
    const { portions, write, given, taken } = serverTaking(1);
    const rows = Array.from({ length: 500 }, (_, n) => n);
    await portions.each(rows, write);
    expect(taken).toEqual(rows);
    expect(given.filter((size) => size === 2).length).toBeLessThan(10);
  });

  it("succeeds without halving when the server has memory in time", async () => {
    let tries = 0;
    const { portions, write, taken, pauses, said } = serverTaking(() => (++tries > 12 ? 100 : 0));
    await portions.each(ROWS, write);
    expect(taken).toEqual(ROWS);
    expect(pauses).toEqual([...Array<number>(7).fill(500), 500, 1_000, 2_000, 4_000, 8_000]);
    expect(said).toEqual([
      "has too little memory for a transaction of 100 rows; the next transactions have fewer rows.",
      "has too little memory for a transaction of one row; retrying for up to 60 s.",
    ]);
  });

  it("of one row fails with one message after the time for retries", async () => {
    const { portions, write, pauses } = serverTaking(0);
    await expect(portions.each(ROWS, write)).rejects.toThrow(
      /has too little memory for a transaction, even for a small one\. Raise dbms\.memory\.transaction\.total\.max/,
    );
    expect(pauses.slice(7)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  it("is not halved after other failures", async () => {
    const { portions, write, given } = serverTaking(20, "Neo.TransientError.Transaction.DeadlockDetected");
    await expect(portions.each(ROWS, write)).rejects.toThrow(/failed/);
    expect(given).toEqual([100]);
  });
});
