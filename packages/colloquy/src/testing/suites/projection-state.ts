import assert from "node:assert/strict";
import { type Epoch, FIRST_EPOCH } from "../../model/index.ts";
import type { ProjectionState } from "../../ports/index.ts";
import type { ConformanceCase, Make } from "../conformance.ts";
import { rejectsWith } from "./assertions.ts";

interface ClaimableStore extends ProjectionState, AsyncDisposable {
  clear(): Promise<void>;
}

export function sampleEpoch(number: number): Epoch {
  return { number, identity: number.toString(16).padStart(32, "0") };
}

/**
 * The common requirements on graph and vector stores: the state of the projection and the claim of the run that writes.
 * @param prepare opens a prepared store.
 * @param write writes one row, the same in every call.
 * @param countRows counts the rows of the store.
 */
export function projectionStateCases<Store extends ClaimableStore>(
  prepare: (make: Make<Store>) => Promise<Store>,
  write: (store: Store) => Promise<void>,
  countRows: (store: Store) => Promise<number>,
): readonly ConformanceCase<Store>[] {
  return [
    {
      name: "keeps the complete epoch and the epoch that is being written",
      async run(make) {
        const [one, two, three] = [sampleEpoch(1), sampleEpoch(2), sampleEpoch(3)];
        await using store = await prepare(make);
        assert.equal(await store.state(), null);
        await store.begin({ marker: "m", epoch: one });
        assert.deepEqual(await store.state(), { marker: "m", epoch: FIRST_EPOCH, writing: one });
        await store.complete({ marker: "m", epoch: one });
        assert.deepEqual(await store.state(), { marker: "m", epoch: one, writing: null });
        await store.begin({ marker: "m", epoch: two });
        assert.deepEqual(await store.state(), { marker: "m", epoch: one, writing: two });
        await store.begin({ marker: "another", epoch: three });
        assert.deepEqual(await store.state(), { marker: "another", epoch: FIRST_EPOCH, writing: three });
        await write(store);
        await store.clear();
        assert.equal(await store.state(), null);
      },
    },
    {
      name: "refuses every write of a run after another run replaced its claim",
      async run(make) {
        const epoch = sampleEpoch(1);
        await using loser = await prepare(make);
        assert.equal(await loser.claim("first"), null);
        assert.equal(await loser.claim("first"), null, "expected a held claim to stay unchanged");
        await loser.begin({ marker: "first", epoch });
        await write(loser);
        await using winner = await prepare(make);
        assert.equal(await winner.claim("second"), "first");
        for (const refused of [
          () => loser.claim("first"),
          () => loser.begin({ marker: "first", epoch }),
          () => write(loser),
          () => loser.clear(),
          () => loser.complete({ marker: "first", epoch }),
        ])
          await rejectsWith("workspace-busy", refused());
        await winner.clear();
        await winner.begin({ marker: "second", epoch });
        await rejectsWith("workspace-busy", write(loser));
        await write(winner);
        await winner.complete({ marker: "second", epoch });
        assert.equal(await countRows(winner), 1);
        assert.deepEqual(await winner.state(), { marker: "second", epoch, writing: null });
      },
    },
    {
      name: "releases its claim when it is disposed of, and keeps a claim that replaced it",
      async run(make) {
        const killed = await prepare(make);
        await killed.claim("first");
        await using next = await prepare(make);
        assert.equal(await next.claim("second"), "first");
        await killed[Symbol.asyncDispose]();
        await write(next);
        await next[Symbol.asyncDispose]();
        await using last = await prepare(make);
        assert.equal(await last.claim("third"), null);
      },
    },
  ];
}
