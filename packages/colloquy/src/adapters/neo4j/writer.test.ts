import { describe, expect, it } from "vitest";
import { Connection } from "./connection.ts";
import { GRAPH_STATE } from "./state.ts";
import { Writer } from "./writer.ts";

/** A writer whose server cannot be reached. */
function openWriter(onWrite?: () => void): Writer {
  const auth = { username: "neo4j", password: "" };
  const connection = new Connection({ uri: "bolt://127.0.0.1:9", database: null, auth }, { workspace: "talks" });
  return new Writer(connection, GRAPH_STATE, "talks", onWrite);
}

describe("a writer", () => {
  it("begins work when all earlier work has ended, also when it failed", async () => {
    const writer = openWriter();
    const first = Promise.withResolvers<void>();
    const begun: string[] = [];
    const ended = [
      writer.inTurn(() => {
        begun.push("first");
        return first.promise;
      }),
      writer.inTurn(async () => void begun.push("second")),
    ];
    await new Promise(setImmediate);
    expect(begun).toEqual(["first"]);
    first.reject(new Error("It failed."));
    await expect(ended[0]).rejects.toThrow("It failed.");
    await ended[1];
    expect(begun).toEqual(["first", "second"]);
  });

  it("reports a write before its turn, and passes on its error", async () => {
    let writes = 0;
    const writer = openWriter(() => (writes += 1));
    const written = writer.write(async () => undefined);
    expect(writes).toBe(1);
    await expect(written).rejects.toThrow("127.0.0.1:9");
  });
});
