import neo4j, { type Transaction } from "neo4j-driver";
import { describe, expect, it } from "vitest";
import { sampleRelationship } from "../../testing/suites/sample-rows.ts";
import { relationshipKind } from "./kinds/relationship.ts";
import { Plans } from "./plans.ts";
import { writeRows } from "./write.ts";

const ROWS = [sampleRelationship("one"), sampleRelationship("two")];
const [WRITE = ""] = relationshipKind.write;

/** A transaction whose write statement returns the next of these numbers. */
function fakeTransaction(written: readonly number[]) {
  const statements: string[] = [];
  let writes = 0;
  const transaction = {
    run: async (statement: string) => {
      statements.push(statement);
      const count = statement === WRITE ? (written[writes++] ?? 0) : 0;
      return { records: [{ toObject: () => ({ written: neo4j.int(count) }) }] };
    },
  } as unknown as Transaction;
  return { statements, transaction };
}

describe("rows that refer to nodes", () => {
  it("are written once when all their nodes exist", async () => {
    const { statements, transaction } = fakeTransaction([2]);
    await writeRows(transaction, new Plans(), "talks", "relationship", ROWS);
    expect(statements).toEqual([WRITE, ...(relationshipKind.derived?.statements ?? [])]);
  });

  it("are written again after placeholders when a node is missing", async () => {
    const { statements, transaction } = fakeTransaction([1, 2]);
    await writeRows(transaction, new Plans(), "talks", "relationship", ROWS);
    expect(statements.slice(0, 3)).toEqual([WRITE, relationshipKind.placeholders, WRITE]);
  });
});
