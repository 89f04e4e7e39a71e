import { describe, expect, it } from "vitest";
import { receivingSignals, sendingSignals } from "./shared-signal.ts";

interface ReadOptions {
  readonly signal?: AbortSignal;
}

/** Work that checks its signal at each step. */
class SteppedReader {
  readonly steps: (() => void)[] = [];

  async read(rows: number, { signal }: ReadOptions = {}): Promise<string> {
    for (let row = 0; row < rows; row += 1) {
      await new Promise<void>((resolve) => this.steps.push(resolve));
      signal?.throwIfAborted();
    }
    return `${rows} rows${signal === undefined ? "" : ", and it may be aborted"}`;
  }
}

/** Connects two sides as threads do: all messages are cloned. */
function overThread(reader: SteppedReader): SteppedReader {
  const far = receivingSignals(reader);
  const copied = { read: (...args: Parameters<SteppedReader["read"]>) => far.read(...structuredClone(args)) };
  return sendingSignals(copied as SteppedReader);
}

describe("the signal of a call to another thread", () => {
  it("rejects the call with its reason at once, and ends the remote work at its next step", async () => {
    const reader = new SteppedReader();
    const far: Promise<unknown>[] = [];
    const read = reader.read.bind(reader);
    reader.read = (...args) => {
      const work = read(...args);
      far.push(work.catch((error: unknown) => error));
      return work;
    };
    const controller = new AbortController();
    const reading = overThread(reader).read(2, { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(reading).rejects.toThrow("enough");
    reader.steps[0]?.();
    await expect(far[0]).resolves.toMatchObject({ name: "AbortError" });
    expect(reader.steps).toHaveLength(1);
  });

  it("sends no call when it is already aborted", async () => {
    const reader = new SteppedReader();
    await expect(overThread(reader).read(1, { signal: AbortSignal.abort(new Error("before")) })).rejects.toThrow(
      "before",
    );
    expect(reader.steps).toHaveLength(0);
  });

  it("changes nothing when it is not aborted or absent", async () => {
    const reader = overThread(new SteppedReader());
    await expect(reader.read(0)).resolves.toBe("0 rows");
    const { signal } = new AbortController();
    await expect(reader.read(0, { signal })).resolves.toBe("0 rows, and it may be aborted");
  });
});

describe("a stream of an object on another thread", () => {
  it("rejects its next step at once when its signal is aborted, and ends on the other thread", async () => {
    const far: string[] = [];
    const remote = sendingSignals(
      {
        async *rows({ signal }: { readonly signal?: AbortSignal }) {
          void signal;
          try {
            for (let row = 0; ; row += 1) yield row;
          } finally {
            far.push("ended");
          }
        },
      },
      ["rows"],
    );
    const abortion = new AbortController();
    const seen: number[] = [];
    const read = async () => {
      for await (const row of remote.rows({ signal: abortion.signal })) {
        seen.push(row);
        if (row === 2) abortion.abort();
      }
    };
    await expect(read()).rejects.toMatchObject({ name: "AbortError" });
    expect(seen).toEqual([0, 1, 2]);
    expect(far).toEqual(["ended"]);
  });
});
