import { describe, expect, it } from "vitest";
import { type Epoch, FIRST_EPOCH, isSameEpoch, type StoreState } from "../model/index.ts";
import { syncStatusOf } from "./sync-status.ts";

const epoch = (number: number, branch = "a"): Epoch => ({ number, identity: `${branch}${number}` });

/** A ledger that has completed the epochs 1 to `last`. */
function ledgerUpTo(last: number) {
  const epochs = [FIRST_EPOCH, ...Array.from({ length: last }, (_, index) => epoch(index + 1))];
  return {
    epoch: async () => epochs.at(-1) ?? FIRST_EPOCH,
    hasEpoch: async (wanted: Epoch) => epochs.some((one) => isSameEpoch(one, wanted)),
    hadEpoch: async (wanted: Epoch) => wanted.identity.startsWith("before"),
  };
}

const state = (complete: Epoch, writing: Epoch | null = null): StoreState => ({
  marker: "m",
  epoch: complete,
  writing,
});

describe("the sync status of a store", () => {
  it.each([
    ["empty without a state", null, "empty"],
    ["foreign under another marker", { ...state(epoch(3)), marker: "other" }, "foreign"],
    ["current at the last epoch", state(epoch(3)), "current"],
    ["behind at an earlier epoch", state(epoch(2)), "behind"],
    ["behind if no epoch is complete", state(FIRST_EPOCH, epoch(1)), "behind"],
    ["behind while the last epoch is being written", state(epoch(2), epoch(3)), "behind"],
    ["behind while rows of the last epoch are repaired", state(epoch(3), epoch(3)), "behind"],
    ["ahead of a ledger that lost its last epochs", state(epoch(5)), "ahead"],
    ["ahead with rows of a later epoch that was never complete", state(epoch(3), epoch(4)), "ahead"],
    ["superseded if the ledger was migrated since", state(epoch(5, "before")), "superseded"],
    [
      "superseded while rows of an epoch before the migration are being written",
      state(FIRST_EPOCH, epoch(1, "before")),
      "superseded",
    ],
    [
      "ahead with rows of a later epoch and of epochs before the migration",
      state(epoch(1, "before"), epoch(4)),
      "ahead",
    ],
    ["diverged if the number is the same and the identity is not", state(epoch(3, "b")), "diverged"],
    ["diverged if the ledger is past the number of the other branch", state(epoch(2, "b")), "diverged"],
    ["diverged with rows of another branch that was never complete", state(epoch(1), epoch(2, "b")), "diverged"],
  ] as const)("is %s", async (_, held, status) => {
    expect(await syncStatusOf(held, "m", ledgerUpTo(3))).toBe(status);
  });
});
