import { MessageChannel } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { ColloquyError } from "../model/index.ts";
import { connect, type ThreadClient } from "./client.ts";
import { serve } from "./server.ts";

interface Counter {
  readonly name: string;
  add(numbers: Float32Array): Promise<number>;
  fail(kind: "colloquy" | "hinted" | "plain"): Promise<never>;
  count(to: number): AsyncIterable<number>;
  missing(): Promise<void>;
}

class LocalCounter {
  produced = 0;
  returned = 0;
  disposed = 0;

  async add(numbers: Float32Array): Promise<number> {
    return numbers.reduce((sum, each) => sum + each, 0);
  }

  async fail(kind: "colloquy" | "hinted" | "plain"): Promise<never> {
    if (kind === "hinted")
      throw new ColloquyError("invalid-input", "Nothing is asked.", { terminalHint: "Ask with `colloquy ask`." });
    if (kind === "colloquy") throw new ColloquyError("workspace-busy", "Another run is at work.");
    throw Object.assign(new RangeError("too far"), { code: "SQLITE_FULL" });
  }

  async *count(to: number): AsyncGenerator<number> {
    try {
      for (let each = 0; each < to; each += 1) {
        this.produced += 1;
        yield each;
      }
    } finally {
      this.returned += 1;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.disposed += 1;
  }
}

describe("a remote object", () => {
  const open: ThreadClient[] = [];
  function setUp(): { local: LocalCounter; remote: Counter; client: ThreadClient } {
    const { port1, port2 } = new MessageChannel();
    const local = new LocalCounter();
    serve(port1, { counter: local });
    const client = connect(port2);
    open.push(client);
    const remote = client.object<Counter>("counter", { streams: ["count"], properties: { name: "near" } });
    return { local, remote, client };
  }
  afterEach(async () => {
    for (const client of open.splice(0)) await client.dispose();
  });

  it("replies to calls, and copies typed arrays", async () => {
    const { remote } = setUp();
    const numbers = Float32Array.of(1, 2, 3.5);
    expect(await remote.add(numbers)).toBe(6.5);
    expect(numbers).toHaveLength(3);
    expect(remote.name).toBe("near");
  });

  it("is not treated as a promise by an async function that returns it", async () => {
    const { remote } = setUp();
    const same = await (async () => remote)();
    expect(await same.add(Float32Array.of(2))).toBe(2);
  });

  it("rebuilds a ColloquyError with its code and any other error with its name and code", async () => {
    const { remote } = setUp();
    const colloquy = await remote.fail("colloquy").catch((error: unknown) => error);
    expect(colloquy).toBeInstanceOf(ColloquyError);
    expect(colloquy).toMatchObject({ code: "workspace-busy", exitCode: 5, message: "Another run is at work." });
    const hinted = await remote.fail("hinted").catch((error: unknown) => error);
    expect(hinted).toMatchObject({
      sentence: "Nothing is asked.",
      message: "Nothing is asked. Ask with `colloquy ask`.",
    });
    const plain = await remote.fail("plain").catch((error: unknown) => error);
    expect(plain).toMatchObject({ name: "RangeError", message: "too far", code: "SQLITE_FULL" });
    expect(ColloquyError.isInstance(plain)).toBe(false);
  });

  it("rejects a call of a method that does not exist", async () => {
    const { remote } = setUp();
    await expect(remote.missing()).rejects.toThrow("counter.missing is not a method");
  });

  it("advances a stream step by step, and ends it when the reader stops", async () => {
    const { local, remote } = setUp();
    const seen: number[] = [];
    for await (const each of remote.count(1000)) {
      seen.push(each);
      if (each === 2) break;
    }
    expect(seen).toEqual([0, 1, 2]);
    expect(local.produced).toBe(3);
    expect(local.returned).toBe(1);
  });

  it("reads a stream to its end", async () => {
    const { remote } = setUp();
    const seen: number[] = [];
    for await (const each of remote.count(4)) seen.push(each);
    expect(seen).toEqual([0, 1, 2, 3]);
  });

  it("is disposed of through the port", async () => {
    const { local, client } = setUp();
    open.splice(0);
    await client.dispose();
    expect(local.disposed).toBe(1);
  });

  it("rejects pending and later calls when the thread has died", async () => {
    const { remote, client } = setUp();
    const waiting = remote.add(Float32Array.of(1));
    client.fail(new ColloquyError("store", "The thread stopped."));
    await expect(waiting).rejects.toThrow("The thread stopped.");
    await expect(remote.add(Float32Array.of(1))).rejects.toThrow("The thread stopped.");
  });
});
