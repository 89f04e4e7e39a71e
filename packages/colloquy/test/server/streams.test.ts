import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { get, request, type IncomingMessage } from "node:http";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { acquireLock } from "../../src/adapters/sqlite/lock.ts";
import * as api from "../../src/api/index.ts";
import type { ChatModel } from "../../src/index.ts";
import { replyOf, ScriptedChatModel, sourcesIn } from "../ask-fixture.ts";
import { copyOfTalks, type ServedTalks, serveTalks } from "./served-talks.ts";

const ASK = "/api/w/talks/ask";
const QUESTION = { question: "What does remote work cause?" };

let folder: Awaited<ReturnType<typeof copyOfTalks>>;
beforeAll(async () => {
  folder = await copyOfTalks();
});
afterAll(() => folder[Symbol.dispose]());

function serve(chatModel?: ChatModel): Promise<ServedTalks> {
  if (chatModel === undefined) return serveTalks(folder);
  return serveTalks(folder, { opening: { dataDir: folder.dataDir, environment: {}, ports: { chatModel } } });
}

interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
}

/** The events of a text in the form of server-sent events. */
function eventsIn(text: string): readonly StreamEvent[] {
  return text
    .split("\n\n")
    .filter((part) => part.startsWith("event:"))
    .map((part) => {
      const [, event = "", data = ""] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? [];
      return { event, data: JSON.parse(data) as unknown };
    });
}

describe("an answer", () => {
  it("comes sentence by sentence, then as a whole, and is listed afterwards", async () => {
    await using talks = await serve();
    const { status, headers, text } = await talks.call(ASK, { body: QUESTION, headers: { "accept-encoding": "gzip" } });
    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(/^text\/event-stream/);
    expect(headers).not.toHaveProperty("content-encoding");
    const events = eventsIn(text);
    expect(events.map(({ event }) => event)).toEqual([...Array(events.length - 1).fill("sentence"), "answer"]);
    const whole = api.answer.parse(events.at(-1)?.data);
    expect(whole).toEqual(events.at(-1)?.data);
    expect(whole).toMatchObject({ ...QUESTION, answered: true, extractive: true, costUsd: 0, outcome: "completed" });
    const sentences = events.slice(0, -1).map(({ data }) => api.answerEvents.sentence.parse(data));
    expect(sentences.map(({ sentence }) => sentence)).toEqual(whole.answer);
    expect(sentences.flatMap(({ added }) => added)).toEqual(whole.citations);
    const { json } = await talks.call("/api/w/talks/answers");
    const { items, next } = api.listing(api.keptAnswer).parse(json);
    expect({ items, next }).toEqual(json);
    expect(items[0]).toMatchObject({ ...QUESTION, answer: whole.answer, profile: null });
    expect(items[0]?.conversation).toBe(whole.conversation);
  });

  it("continues the conversation that the request names, which is not the latest", async () => {
    await using copy = await copyOfTalks();
    await using talks = await serveTalks(copy);
    const ask = async (body: z.input<typeof api.question>) => {
      const { text } = await talks.call(ASK, { body });
      return eventsIn(text).at(-1) as StreamEvent;
    };
    const conversations: (string | null)[] = [];
    for (const question of ["Does remote work cause stress?", "Does isolation cause stress?"])
      conversations.push(api.answer.parse((await ask({ question })).data).conversation);
    const [first = null, second = null] = conversations;
    expect(first).not.toBe(second);
    const further = await ask({ question: "And who is against it?", conversation: first ?? "" });
    expect(further.data).toMatchObject({ conversation: first });
    const list = async (query: string) =>
      api.listing(api.keptAnswer).parse((await talks.call(`/api/w/talks/answers?${query}`)).json);
    const { items: one, next } = await list(`conversation=${first}&limit=1`);
    const { items: other, next: end } = await list(`conversation=${first}&limit=1&cursor=${next}`);
    expect([...one, ...other].map(({ question }) => question)).toEqual([
      "And who is against it?",
      "Does remote work cause stress?",
    ]);
    expect(end).toBeNull();
    expect((await list("limit=2")).items.map(({ conversation }) => conversation)).toEqual([first, second]);
    expect(await ask({ question: "And why?", conversation: "none" })).toEqual({
      event: "problem",
      data: { code: "not-found", message: "The conversation is not kept in this workspace. Ask a new question." },
    });
  });

  it("is written by the model, from the words of one speaker and file", async () => {
    const model = new ScriptedChatModel((prompt) => {
      const [[source = 0, words = ""] = []] = sourcesIn(prompt);
      return replyOf([words, [source, words]]);
    });
    await using talks = await serve(model);
    const body = { ...QUESTION, speaker: "Ben Lindqvist", files: ["meetings/*"] };
    const { text } = await talks.call(ASK, { body });
    expect(eventsIn(text).at(-1)).toMatchObject({ event: "answer", data: { extractive: false } });
    expect(JSON.stringify(model.requests)).toContain("Ben Lindqvist");
    expect(JSON.stringify(model.requests)).not.toContain("radio.txt");
  });

  it("ends the call to the model when the client goes away", async () => {
    const begun = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<unknown>();
    await using talks = await serve(endlessModel(begun, ended));
    const client = await open(talks, { method: "POST", body: JSON.stringify(QUESTION) });
    await begun.promise;
    client.destroy();
    // Any other reason would make the server open the workspace anew.
    expect(await ended.promise).toMatchObject({ name: "AbortError" });
    expect(talks.problems).toEqual([]);
  });

  it("ends with a problem when the server ends", async () => {
    const begun = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<unknown>();
    const talks = await serve(endlessModel(begun, ended));
    const answer = talks.call(ASK, { body: QUESTION });
    await begun.promise;
    await talks[Symbol.asyncDispose]();
    await ended.promise;
    expect(eventsIn((await answer).text)).toEqual([
      { event: "problem", data: { code: "interrupted", message: "The server ends." } },
    ]);
  });

  it("that fails has a problem as its last event", async () => {
    await using talks = await serve();
    const { text } = await talks.call(ASK, { body: { ...QUESTION, speaker: "Nobody" } });
    const [last] = eventsIn(text).slice(-1);
    expect(["problem", "answer"]).toContain(last?.event);
    const { text: refused } = await talks.call(ASK, { body: { ...QUESTION, files: ["none.txt"] } });
    expect(eventsIn(refused)).toMatchObject([
      { event: "problem", data: { code: "invalid-input", message: expect.stringContaining("none.txt") } },
    ]);
    expect(await talks.call("/api/w/none/ask", { body: QUESTION })).toMatchObject({ status: 404 });
    expect(await talks.call(ASK, { body: { question: "a".repeat(4_001) } })).toMatchObject({ status: 400 });
  });
});

describe("the streams of a client", () => {
  it("are bounded, and make room when they end", async () => {
    await using talks = await serve();
    const streams = await Promise.all(Array.from({ length: 8 }, () => live(talks)));
    const refused = await talks.call("/api/w/talks/runs/live/events");
    expect(refused).toMatchObject({ status: 429, json: { code: "too-many-requests" } });
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(await talks.call("/api/w/talks/runs/live/events", { method: "HEAD" })).toMatchObject({
      status: 200,
      text: "",
    });
    // Other clients have their own.
    const { headers } = await talks.call(`/?token=${talks.serving.token}`);
    const other = await live(talks, { cookie: headers["set-cookie"]?.[0]?.split(";")[0] ?? "" });
    for (const stream of [...streams, other]) stream.destroy();
    await expect
      .poll(async () => {
        const next = await live(talks);
        next.destroy();
        return next.statusCode;
      })
      .toBe(200);
  });
});

describe("a run in progress", () => {
  it("is told at once, and whenever something changes", async () => {
    await using talks = await serve();
    const states = statesOf(await live(talks));
    expect((await states.next()).value).toMatchObject({ run: null, chunks: { total: 2 } });
    const lock = acquireLock(join(folder.dataDir, "talks", "lock"), "20260301-140509-ab12", "2026-03-01T14:05:09.000Z");
    expect((await states.next()).value).toMatchObject({
      run: { runId: "20260301-140509-ab12", startedAt: "2026-03-01T14:05:09.000Z" },
    });
    const log = join(folder.root, "metrics", "talks", "all_files_processings.txt");
    appendFileSync(log, "2026-03-01T14:05:10.000Z  extract started: 2 to do\n");
    expect((await states.next()).value?.log.at(-1)).toEqual({
      time: "2026-03-01T14:05:10.000Z",
      text: "extract started: 2 to do",
    });
    lock[Symbol.dispose]();
    expect((await states.next()).value).toMatchObject({ run: null });
    await states.return(undefined);
  });

  it("is not one that was killed", async () => {
    await using talks = await serve();
    const holder = { run: "20260301-140509-ab12", pid: process.pid, host: hostname() };
    const side = join(folder.dataDir, "talks", "lock.json");
    writeFileSync(side, JSON.stringify({ ...holder, since: "2026-03-01T14:05:09.000Z" }));
    expect((await talks.call("/api/w/talks/runs/live")).json).toMatchObject({ run: null });
    rmSync(side);
  });
});

/** A model that replies nothing until it is aborted. */
function endlessModel(begun: PromiseWithResolvers<void>, ended: PromiseWithResolvers<unknown>): ChatModel {
  const model = new ScriptedChatModel(() => "");
  return Object.assign(model, {
    complete: (_request: unknown, { signal }: { readonly signal: AbortSignal }) =>
      new Promise<never>((_, reject) => {
        begun.resolve();
        signal.addEventListener("abort", () => {
          ended.resolve(signal.reason);
          reject(signal.reason as Error);
        });
      }),
  });
}

/** A request with its body sent, whose answer nobody reads yet. */
async function open(
  { port, serving }: ServedTalks,
  { method, body }: { readonly method: string; readonly body: string },
) {
  const headers = { authorization: `Bearer ${serving.token}`, "content-type": "application/json" };
  const sent = request({ host: "127.0.0.1", port, path: ASK, method, headers });
  sent.on("error", () => undefined);
  sent.end(body);
  return sent;
}

function live(
  { port, serving }: ServedTalks,
  headers: Readonly<Record<string, string>> = {},
): Promise<IncomingMessage> {
  const authorization = "cookie" in headers ? {} : { authorization: `Bearer ${serving.token}` };
  return new Promise((resolve, reject) => {
    get(
      {
        host: "127.0.0.1",
        port,
        path: "/api/w/talks/runs/live/events",
        headers: { ...authorization, ...headers },
        agent: false,
      },
      (response) => resolve(response.on("error", () => undefined)),
    ).on("error", reject);
  });
}

async function* statesOf(stream: IncomingMessage): AsyncGenerator<z.output<typeof api.liveRun>, void> {
  let text = "";
  for await (const part of stream) {
    text += String(part);
    const end = text.lastIndexOf("\n\n");
    if (end < 0) continue;
    for (const { event, data } of eventsIn(text.slice(0, end + 2))) {
      expect(event).toBe("run");
      yield api.liveRun.parse(data);
    }
    text = text.slice(end + 2);
  }
}
