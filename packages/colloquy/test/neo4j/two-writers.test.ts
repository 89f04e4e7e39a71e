import { describe, expect, it } from "vitest";
import { sampleEpoch } from "../../src/testing/suites/projection-state.ts";
import { sampleEntity } from "../../src/testing/suites/sample-rows.ts";
import { missing, titled, Workplace } from "./workplace.ts";

const OURS = { marker: "ours", epoch: sampleEpoch(4) };
const THEIRS = { marker: "theirs", epoch: sampleEpoch(9) };
const rowsOf = (who: string, count: number) => Array.from({ length: count }, (_, n) => sampleEntity(`${who} ${n}`));

describe.skipIf(missing !== null)(titled("two writers of one workspace in Neo4j"), () => {
  it("take it over from each other, and the former owner stops with an error", async () => {
    await using place = new Workplace();
    const [one, other] = [await place.prepared(), await place.prepared()];
    await one.begin(OURS);
    await one.upsert("entity", rowsOf("one", 3));
    expect(await other.claim(THEIRS.marker)).toBe(OURS.marker);
    await other.clear();
    await other.begin(THEIRS);
    const refusal = {
      code: "workspace-busy",
      message: expect.stringMatching(
        `^Another run has taken over workspace ${place.workspace} in Neo4j at bolt://\\S+, so this run stopped writing there;`,
      ),
    };
    await expect(one.upsert("entity", rowsOf("one", 200))).rejects.toMatchObject(refusal);
    await expect(one.remove("entity", [])).resolves.toBeUndefined();
    await expect(one.remove("entity", ["x"])).rejects.toMatchObject(refusal);
    await expect(one.clear()).rejects.toMatchObject(refusal);
    await expect(one.begin(OURS)).rejects.toMatchObject(refusal);
    await expect(one.complete(OURS)).rejects.toMatchObject(refusal);
    await one[Symbol.asyncDispose]();
    await other.upsert("entity", rowsOf("other", 2));
    await other.complete(THEIRS);
    expect(await place.open().state()).toEqual({ ...THEIRS, writing: null });
    expect((await other.counts()).entities).toBe(2);
  });

  it("are distinguished from an emptied database", async () => {
    await using place = new Workplace();
    const one = await place.prepared();
    await one.begin(OURS);
    await one.upsert("entity", rowsOf("one", 3));
    await place.cypher("MATCH (n:Colloquy {workspace: $workspace}) DETACH DELETE n");
    await expect(one.upsert("entity", rowsOf("one", 3))).rejects.toMatchObject({
      code: "workspace-busy",
      message: expect.stringMatching(
        `^The claim of this run on workspace ${place.workspace} in Neo4j at bolt://\\S+ is gone: .* run the same command again`,
      ),
    });
    const other = await place.prepared();
    await other.begin(THEIRS);
    await other.complete(THEIRS);
    await other[Symbol.asyncDispose]();
    await expect(one.complete(OURS)).rejects.toThrow(/^Another run has taken over/);
  });

  it("never mix their rows when one takes over from the other", async () => {
    await using place = new Workplace();
    const [one, other] = [await place.prepared(), await place.prepared()];
    await one.begin(OURS);
    await one.upsert("entity", rowsOf("one", 2_000));
    const emptied = one.clear();
    const writing = one.upsert("entity", rowsOf("one", 2_000));
    const outcomes = Promise.allSettled([emptied, writing]);
    await other.claim(THEIRS.marker);
    await other.clear();
    await other.begin(THEIRS);
    await other.upsert("entity", rowsOf("other", 500));
    await other.upsert("entity", rowsOf("one", 500));
    await other.complete(THEIRS);
    await outcomes;
    expect((await other.counts()).entities).toBe(1_000);
    await expect(one.complete(OURS)).rejects.toMatchObject({ code: "workspace-busy" });
    expect(await other.state()).toEqual({ ...THEIRS, writing: null });
  });

  it("leave no claim, and ignore a state without an identity", async () => {
    await using place = new Workplace();
    const store = await place.prepared();
    await store.claim("ours");
    await store[Symbol.asyncDispose]();
    const left = "MATCH (n:Colloquy {workspace: $workspace}) RETURN count(n) AS nodes";
    expect(await place.cypher(left)).toEqual([{ nodes: 0 }]);
    await place.cypher(
      "CREATE (:Colloquy:Workspace {workspace: $workspace, kind: 'workspace', id: $workspace, marker: 'ours', epoch: 4})",
    );
    const later = place.open();
    expect(await later.state()).toBeNull();
    await later.begin(OURS);
    await later[Symbol.asyncDispose]();
    expect(await place.open().claim("theirs")).toBeNull();
  });
});
