import { Client } from "@modelcontextprotocol/client";
import { InMemoryTransport } from "@modelcontextprotocol/server";
import { describe, expect, it } from "vitest";
import type { Workspace } from "../composition/index.ts";
import { createServer } from "./server.ts";
import { SharedWorkspace } from "../serving/index.ts";

/** A client of a server whose searches do what is given. */
async function connected(search: Workspace["searchOutcome"]) {
  const problems: string[] = [];
  const workspace = { searchOutcome: search, [Symbol.asyncDispose]: async () => {} } as unknown as Workspace;
  const shared = new SharedWorkspace({
    open: async () => workspace,
    reopenAfterMs: 1_000,
    now: () => 0,
    stamp: () => "",
  });
  const onProblem = (sentence: string): void => void problems.push(sentence);
  const server = createServer({ shared, workspace: "talks", version: "1.2.3", onProblem });
  const [one, other] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: "test", version: "1" });
  await Promise.all([server.connect(one), client.connect(other)]);
  return { client, problems };
}

const SEARCH = { name: "search", arguments: { query: "sleep" } };

describe("a tool call", () => {
  it("stops reading when the client cancels it", async () => {
    const stopped = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const { client, problems } = await connected((_words, { signal } = {}) => {
      begun.resolve();
      return new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => {
          stopped.resolve();
          reject(signal.reason as Error);
        });
      });
    });
    const controller = new AbortController();
    const call = client.callTool(SEARCH, { signal: controller.signal });
    await begun.promise;
    controller.abort();
    await expect(call).rejects.toThrow();
    await stopped.promise;
    expect(problems).toEqual([]);
  });

  it("that fails unexpectedly is answered in a sentence, which the server notes too", async () => {
    const { client, problems } = await connected(async () => {
      throw new TypeError("words is \u001b[31mundefined, password in https://me:secret@host.example");
    });
    const { isError, content } = await client.callTool(SEARCH);
    const sentence =
      "Unexpected failure: words is undefined, password in https://***@host.example (please report it; the messages of the server may say more).";
    expect({ isError, content }).toEqual({ isError: true, content: [{ type: "text", text: sentence }] });
    expect(problems).toEqual([sentence]);
  });
});
