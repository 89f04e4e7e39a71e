import Database from "better-sqlite3";
import fc from "fast-check";
import { load as loadVectorFunctions } from "sqlite-vec";
import { expect, it } from "vitest";
import { vectorBytes } from "./chunk-table.ts";
import { SignVectors } from "./sign-vectors.ts";

const DIMENSIONS = 64;
const value = fc.constantFrom(-1, -0.25, 0, 0.5, 1);
const vector = fc
  .array(value, { minLength: DIMENSIONS, maxLength: DIMENSIONS })
  .map((values) => Float32Array.from(values));

/** Values are multiples of a quarter, so sums are exact in any order. */
function productWithSigns(one: Float32Array, sought: Float32Array): number {
  return one.reduce((sum, each, at) => sum + (each > 0 ? 1 : -1) * (sought[at] ?? 0), 0);
}

it("finds the vectors whose signs have the largest products with a vector, with all ties, in the order of numbers", () => {
  fc.assert(
    fc.property(
      fc.array(vector, { minLength: 1, maxLength: 30 }),
      vector,
      fc.integer({ min: 1, max: 40 }),
      (all, sought, limit) => {
        using connection = open(all);
        const products = all.map((each) => productWithSigns(each, sought));
        const least = products.toSorted((one, other) => other - one)[Math.min(limit, all.length) - 1] ?? 0;
        const expected = all.flatMap((_, index) => ((products[index] ?? 0) >= least ? [numberOf(index)] : []));
        expect(new SignVectors(connection.database, DIMENSIONS).nearest(sought, limit)).toEqual(expected);
      },
    ),
    { numRuns: 50 },
  );
});

/** Numbers have gaps, as after a removal. */
const numberOf = (index: number): number => 3 * index + 2;

function open(vectors: readonly Float32Array[]): Disposable & { readonly database: Database.Database } {
  const database = new Database(":memory:");
  loadVectorFunctions(database);
  database.exec("CREATE TABLE chunk_vector (n INTEGER PRIMARY KEY, vector BLOB)");
  const insert = database.prepare("INSERT INTO chunk_vector VALUES (?, ?)");
  for (const [index, each] of vectors.entries()) insert.run(numberOf(index), vectorBytes(each));
  return { database, [Symbol.dispose]: () => void database.close() };
}
