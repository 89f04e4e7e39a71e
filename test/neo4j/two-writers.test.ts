import { describe, expect, it } from "vitest";
import { missing, titled, Workplace } from "./workplace.ts";

const OURS = { marker: "ours", epoch: 4 };
const THEIRS = { marker: "theirs", epoch: 9 };

describe.skipIf(missing !== null)(titled("two who write to one workspace in Neo4j"), () => {
  it("are told so, and what they wrote is complete for neither", async () => {
    await using place = new Workplace();
    const [one, other] = [await place.prepared(), await place.prepared()];
    expect([await one.state(), await other.state()]).toEqual([null, null]);
    await other.complete(THEIRS);
    const refusal = {
      code: "store",
      message: expect.stringMatching(
        `^Neo4j at bolt://\\S+ holds rows of workspace ${place.workspace} that somebody else wrote while this run did\\. Run \`colloquy project --to neo4j\`, or give one of both another --workspace\\.$`,
      ),
    };
    await expect(one.complete(OURS)).rejects.toMatchObject(refusal);
    expect(await place.open().state()).toBeNull();
    await expect(other.complete({ ...THEIRS, epoch: 10 })).rejects.toMatchObject(refusal);
    expect(await place.open().state()).toBeNull();
  });

  it("are noticed also where one of them has emptied it", async () => {
    await using place = new Workplace();
    const [one, other] = [await place.prepared(), await place.prepared()];
    await one.complete(OURS);
    await other.clear();
    await expect(one.complete({ ...OURS, epoch: 5 })).rejects.toThrow("somebody else wrote");
    await other.complete(THEIRS);
    expect(await one.state()).toEqual(THEIRS);
  });

  it("can both be at work as long as one comes after the other", async () => {
    await using place = new Workplace();
    const [one, other] = [await place.prepared(), await place.prepared()];
    await one.complete(OURS);
    await one.complete({ ...OURS, epoch: 5 });
    expect(await other.state()).toEqual({ ...OURS, epoch: 5 });
    await other.clear();
    await other.complete(THEIRS);
    await one.state();
    await one.complete(OURS);
    expect(await place.open().state()).toEqual(OURS);
  });

  it("are not taken for two where an answer got lost", async () => {
    await using place = new Workplace();
    const [one, same] = [await place.prepared(), await place.prepared()];
    await one.state();
    await same.complete(OURS);
    await one.complete(OURS);
    expect(await place.open().state()).toEqual(OURS);
  });
});
