import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { openQdrantVectorStore } from "../../src/adapters/qdrant/index.ts";
import { NO_QDRANT, qdrantServer, serverControls } from "../servers.ts";
import { PAYLOAD_INDEXES } from "../../src/adapters/qdrant/collection-shape.ts";
import { freePort } from "./free-port.ts";
import { qdrantFixture } from "./fixture.ts";
import { nextRequest } from "./requests.ts";
import { allRows, KIND, chunkOf, stateAt } from "./chunks.ts";

const url = qdrantServer();
const control = serverControls().qdrant;
const canFail = url !== null && (await fetch(`${url}/__fault`)).ok;
const missing = url === null ? ` (${NO_QDRANT})` : canFail ? "" : " (this Qdrant cannot inject faults)";

interface Fault {
  readonly kind: "fail" | "reset" | "drop" | "delay";
  readonly status?: number;
  readonly times?: number;
  readonly retry_after?: number;
  readonly error?: string;
  readonly ms?: number;
}

async function order(fault: Fault, match: string): Promise<void> {
  const response = await fetch(`${url}/__fault`, { method: "POST", body: JSON.stringify({ ...fault, match }) });
  expect(response.ok).toBe(true);
}

const CHUNKS = Array.from({ length: 1_000 }, (_, n) => chunkOf("one", `p${n}`, { terms: ["all", `t${n}`] }));

const FAULTS: readonly (readonly [name: string, fault: Fault, report: RegExp | null])[] = [
  [
    "too many requests with Retry-After",
    { kind: "fail", status: 429, retry_after: 1 },
    /limits requests at present \(429\); retrying/,
  ],
  [
    "too many requests",
    { kind: "fail", status: 429, error: "Rate limiting exceeded" },
    /\(429: Rate limiting exceeded\)/,
  ],
  ["an internal error", { kind: "fail", status: 500 }, /answered 500: Service internal error/],
  ["unavailable", { kind: "fail", status: 503 }, /answered 503/],
  ["no reply and a closed connection", { kind: "reset" }, /closed the connection/],
  ["no reply and a closed connection after the work is done", { kind: "drop" }, /closed the connection/],
  ["late", { kind: "delay", ms: 300 }, null],
];

describe.skipIf(missing !== "")(`while Qdrant fails${missing}`, () => {
  for (const [name, fault, report] of FAULTS) {
    it(`writes everything once after the answer: ${name}`, async () => {
      await using fixture = qdrantFixture();
      const reports: string[] = [];
      await using store = fixture.open("one", {}, (sentence) => reports.push(sentence));
      await store.prepare(KIND);
      await order(fault, `PUT /collections/${fixture.name}-one_chunks/points`);
      await store.upsert(CHUNKS);
      await store.complete(stateAt(1));

      const rows = CHUNKS.map(({ row }) => row).sort((left, right) => (left.id < right.id ? -1 : 1));
      expect(await allRows(store.rows())).toEqual(rows);
      expect(await store.documentFrequencies(["all", "t7"])).toEqual([1_000, 1]);
      expect(await store.state()).toEqual(stateAt(1));
      expect(reports).toHaveLength(report === null ? 0 : 1);
      expect(reports[0] ?? "").toMatch(report ?? "");
    });
  }

  it("continues after lost replies to a creation, a removal and a completion", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    const collection = `/collections/${fixture.name}-one_chunks`;
    const [gone, kept] = [chunkOf("one", "gone"), chunkOf("one", "kept")];
    await order({ kind: "drop" }, `PUT ${collection}$`);
    await order({ kind: "drop" }, `PUT ${collection}/index`);
    await order({ kind: "drop" }, `POST ${collection}/points/delete`);
    await store.prepare(KIND);
    await store.upsert([gone, kept]);
    await store.remove([gone.row.id]);
    await order({ kind: "drop" }, `POST ${collection}/points/count`);
    await store.complete(stateAt(1));
    expect(await allRows(store.rows())).toEqual([kept.row]);
    expect(await store.state()).toEqual(stateAt(1));
  });

  it("keeps other workspaces' completed rows in a collection that was created concurrently", async () => {
    await using fixture = qdrantFixture();
    const shared = { collection: `${fixture.name}_shared` };
    // The collection is created, but not by the attempt that gets the reply.
    await order({ kind: "drop" }, `PUT /collections/${shared.collection}$`);
    await using one = fixture.open("one", shared);
    await one.prepare(KIND);
    await one.complete(stateAt(1));
    await using two = fixture.open("two", shared);
    await two.prepare(KIND);
    expect([await one.state(), await two.state()]).toEqual([stateAt(1), null]);
  });

  it("does not complete a workspace that another run took over during the last writes", async () => {
    await using fixture = qdrantFixture();
    const points = `PUT /collections/${fixture.name}-one_chunks/points`;
    await using one = fixture.open();
    await one.prepare(KIND);
    await one.begin(stateAt(1));
    await one.upsert(CHUNKS.slice(0, 1));
    expect(await one.count()).toBe(1);
    await using two = fixture.open();
    // The other store claims after this store's last check before completion.
    await order({ kind: "delay", ms: 500 }, points);
    const written = nextRequest(points);
    const completed = expect(one.complete(stateAt(1))).rejects.toMatchObject({
      code: "workspace-busy",
      message: expect.stringContaining(
        `workspace ${fixture.name}-one in collection ${fixture.name}-one_chunks of Qdrant at ${url}`,
      ) as string,
    });
    await written;
    expect(await two.claim("theirs")).toBe("m");
    await completed;
    expect(await two.state()).toBeNull();
  });

  it("keeps the state of the new owner when the former owner removes its own state", async () => {
    await using fixture = qdrantFixture();
    const points = `/collections/${fixture.name}-one_chunks/points`;
    await using one = fixture.open();
    await one.prepare(KIND);
    await one.begin(stateAt(1));
    await using two = fixture.open();
    await order({ kind: "delay", ms: 500 }, `PUT ${points}`);
    await order({ kind: "delay", ms: 1_000 }, `POST ${points}/delete`);
    const written = nextRequest(`PUT ${points}`);
    const takenBack = nextRequest(`POST ${points}/delete`);
    const completed = expect(one.complete(stateAt(1))).rejects.toMatchObject({ code: "workspace-busy" });
    await written;
    await two.claim("theirs");
    await takenBack;
    await two.begin(stateAt(5, "theirs"));
    await completed;
    expect(await two.state()).toMatchObject({ marker: "theirs", writing: stateAt(5).epoch });
  });

  it("keeps a claim that replaces a claim during its release", async () => {
    await using fixture = qdrantFixture();
    const deletion = `POST /collections/${fixture.name}-one_chunks/points/delete`;
    await using one = fixture.open();
    await one.prepare(KIND);
    await one.claim("first");
    await using two = fixture.open();
    await order({ kind: "delay", ms: 500 }, deletion);
    const givingBack = nextRequest(deletion);
    const disposed = one[Symbol.asyncDispose]();
    await givingBack;
    await two.claim("second");
    await disposed;
    await using three = fixture.open();
    expect(await three.claim("third")).toBe("second");
  });

  it("removes a new collection when an index is refused, and completes a collection without indexes", async () => {
    await using fixture = qdrantFixture();
    const collection = `${fixture.name}-one_chunks`;
    await using store = fixture.open();
    await order({ kind: "fail", status: 403 }, `PUT /collections/${collection}/index`);
    await expect(store.prepare(KIND)).rejects.toThrow("does not permit this");
    expect(await fixture.client.collectionExists(collection)).toEqual({ exists: false });

    const made = { vectors: { size: 4, distance: "Cosine" }, sparse_vectors: { bm25: {} } } as const;
    await fixture.client.createCollection(collection, made);
    await store.prepare(KIND);
    const { payload_schema } = await fixture.client.getCollection(collection);
    expect(Object.keys(payload_schema).sort()).toEqual(Object.keys(PAYLOAD_INDEXES).sort());
  });

  it("fails with one sentence when the time for retries is over", async () => {
    await using fixture = qdrantFixture();
    const reports: string[] = [];
    const workspace = `${fixture.name}-one`;
    await using store = openQdrantVectorStore(fixture.settings(), {
      workspace,
      onRetry: (sentence) => reports.push(sentence),
      retryMs: 0,
    });
    await store.prepare(KIND);
    await order({ kind: "fail", status: 503 }, `PUT /collections/${workspace}_chunks/points`);
    await store.upsert(CHUNKS.slice(0, 1));
    await expect(store.complete(stateAt(1))).rejects.toMatchObject({
      code: "store",
      message: `QDRANT_URL is set but ${url} answered 503: Service internal error: injected. Check its log, and run the command again.`,
    });
    expect(reports).toEqual([]);
    expect(await store.state()).toBeNull();
  });

  it("does not retry before the server's Retry-After, and fails when that exceeds the time for retries", async () => {
    await using fixture = qdrantFixture();
    const workspace = `${fixture.name}-one`;
    await using store = openQdrantVectorStore(fixture.settings(), { workspace, retryMs: 11_999 });
    await store.prepare(KIND);
    await order({ kind: "fail", status: 429, retry_after: 12 }, `PUT /collections/${workspace}_chunks/points`);
    await store.upsert(CHUNKS);
    await expect(store.complete(stateAt(1))).rejects.toThrow("limits requests at present (429).");
  });

  it("ends pending retries at once as interrupted after `stopRetrying`", async () => {
    await using fixture = qdrantFixture();
    const workspace = `${fixture.name}-one`;
    await using store = openQdrantVectorStore(fixture.settings(), { workspace, onRetry: () => store.stopRetrying() });
    await store.prepare(KIND);
    await order({ kind: "fail", status: 503, times: 4 }, `PUT /collections/${workspace}_chunks/points`);
    await store.upsert(CHUNKS);
    await expect(store.complete(stateAt(1))).rejects.toMatchObject({
      code: "interrupted",
      message: `Interrupted while waiting for Qdrant at ${url}. Finished work is kept: run the same command again to continue.`,
    });
    expect(await store.state()).toBeNull();
    expect(await store.count()).toBe(0);
  });

  it("keeps the later of two values of a chunk when the earlier value is sent again", async () => {
    await using fixture = qdrantFixture();
    await using store = fixture.open();
    await store.prepare(KIND);
    await order({ kind: "fail", status: 503 }, `PUT /collections/${fixture.name}-one_chunks/points`);
    await store.upsert([chunkOf("one", "a", { file: "earlier.vtt" })]);
    await store.upsert([chunkOf("one", "a", { file: "later.vtt" })]);
    expect(await store.files()).toEqual(["later.vtt"]);
  });
});

const uncontrolled = control === null ? " (COLLOQUY_TEST_QDRANT_CONTROL is not set: no Qdrant to kill)" : "";

describe.skipIf(uncontrolled !== "")(`when Qdrant is killed${uncontrolled}`, () => {
  const run = async (...args: readonly string[]) => promisify(execFile)(control ?? "", args);

  it("writes everything once when it is available again", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "colloquy-qdrant-"));
    const port = String(await freePort());
    await run("start", "--port", port, "--data", folder);
    try {
      await using fixture = qdrantFixture(`http://127.0.0.1:${port}`);
      const restarted: Promise<unknown>[] = [];
      const reports: string[] = [];
      await using store = fixture.open("one", {}, (sentence) => {
        reports.push(sentence);
        restarted.push(run("restart", "--port", port));
      });
      await store.prepare(KIND);
      await store.upsert(CHUNKS.slice(0, 300));
      expect(await store.count()).toBe(300);
      await run("kill9", "--port", port);
      await store.upsert(CHUNKS);
      expect(await store.count()).toBe(1_000);
      await Promise.all(restarted);
      // A kept connection, or one that is being opened, is closed before a new one is refused.
      const failed = "(refused the connection|closed the connection \\((read|connect) ECONNRESET[^)]*\\))";
      expect(reports).toEqual([
        expect.stringMatching(`^Qdrant at http://127.0.0.1:${port} ${failed}; retrying for up to 3 min\\.$`),
      ]);
      expect(new Set((await allRows(store.rows())).map((row) => row.id))).toEqual(
        new Set(CHUNKS.map(({ row }) => row.id)),
      );
    } finally {
      await run("stop", "--port", port);
      await rm(folder, { recursive: true, force: true });
    }
  });
});
