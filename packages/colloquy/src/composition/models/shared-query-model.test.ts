import { describe, expect, it } from "vitest";
import type { QueryModel } from "./query-model.ts";
import { SharedQueryModel } from "./shared-query-model.ts";

interface Made extends QueryModel {
  disposed: number;
}

function model(remark: string | null = null): Made {
  return {
    embedding: null,
    remark,
    disposed: 0,
    async [Symbol.asyncDispose]() {
      this.disposed += 1;
    },
  };
}

/** The choices in their order. A choice that is a function may wait for its signal. */
function shared(...choices: readonly (QueryModel | Error | ((signal: AbortSignal) => Promise<QueryModel>))[]) {
  const notices: string[] = [];
  let made = 0;
  const choose = async (signal: AbortSignal): Promise<QueryModel> => {
    const choice = choices[made++] ?? new Error("There is no further choice.");
    if (choice instanceof Error) throw choice;
    return typeof choice === "function" ? choice(signal) : choice;
  };
  const clock = { ms: 0 };
  const source = { choose, notify: (each: string) => notices.push(each), now: () => clock.ms };
  return { queryModel: new SharedQueryModel(source), notices, clock };
}

/** A fetch that ends by its signal only. */
function endless(): { readonly fetch: (signal: AbortSignal) => Promise<QueryModel>; reason: unknown } {
  const watched = {
    reason: undefined as unknown,
    fetch: (signal: AbortSignal) =>
      new Promise<QueryModel>((_, reject) => {
        signal.addEventListener("abort", () => {
          watched.reason = signal.reason;
          reject(signal.reason);
        });
      }),
  };
  return watched;
}

describe("The query model of a workspace", () => {
  it("is chosen once for all searches, and closed with the workspace", async () => {
    const one = model();
    const { queryModel } = shared(one);
    expect(await Promise.all([queryModel.take(undefined), queryModel.take(undefined)])).toEqual([one, one]);
    expect(await queryModel.take(undefined)).toBe(one);
    await queryModel[Symbol.asyncDispose]();
    await queryModel[Symbol.asyncDispose]();
    expect(one.disposed).toBe(1);
  });

  it("is chosen again after a failure", async () => {
    const one = model();
    const { queryModel } = shared(new Error("The ledger is locked."), one);
    await expect(queryModel.take(undefined)).rejects.toThrow("locked");
    expect(await queryModel.take(undefined)).toBe(one);
  });

  it("is looked for once a minute while it is missing, with a notice when that changes", async () => {
    const one = model();
    const { queryModel, notices, clock } = shared(model("It is missing."), model("It is missing."), one, model());
    for (let search = 0; search < 3; search += 1) {
      expect((await queryModel.take(undefined)).remark).toBe("It is missing.");
      clock.ms += 59_000;
    }
    clock.ms += 1_000;
    expect(await queryModel.take(undefined)).toBe(one);
    clock.ms += 3_600_000;
    expect(await queryModel.take(undefined)).toBe(one);
    expect(notices).toEqual(["It is missing."]);
  });

  it("is no longer fetched when the only search that waits for it is aborted", async () => {
    const fetching = endless();
    const one = model();
    const { queryModel } = shared(fetching.fetch, one);
    const controller = new AbortController();
    const search = queryModel.take(controller.signal);
    controller.abort(new Error("The user left."));
    await expect(search).rejects.toThrow("The user left.");
    expect(await queryModel.take(undefined)).toBe(one);
    expect(fetching.reason).toEqual(new Error("The user left."));
  });

  it("is still fetched when another search waits for it", async () => {
    const { promise, resolve } = Promise.withResolvers<QueryModel>();
    const { queryModel } = shared(() => promise);
    const controller = new AbortController();
    const [aborted, other] = [queryModel.take(controller.signal), queryModel.take(undefined)];
    controller.abort();
    await expect(aborted).rejects.toThrow("aborted");
    const one = model();
    resolve(one);
    expect(await other).toBe(one);
  });

  it("is not fetched any more when the workspace is closed", async () => {
    const { queryModel } = shared(endless().fetch);
    const search = queryModel.take(undefined);
    await Promise.resolve();
    await queryModel[Symbol.asyncDispose]();
    await expect(search).rejects.toThrow("aborted");
  });
});
