import { setTimeout as delay } from "node:timers/promises";
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { createChatModel, type ModelSpec } from "../../src/adapters/ai-sdk/index.ts";
import { CallError, type ChatReply, type ChatRequest } from "../../src/ports/index.ts";
import { type FixtureReply, startFixtureServer } from "./fixture-server.ts";
import { going, KEY, openAiAt, REQUEST, specOf } from "./spec.ts";

const PART = '{"fruits":["apple",';

function begin(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { "content-type": "text/event-stream" });
}

function write(response: ServerResponse, content: string): Promise<void> {
  const event = { choices: [{ index: 0, delta: { role: "assistant", content }, finish_reason: null }] };
  return response.write(`data: ${JSON.stringify(event)}\n\n`) ? Promise.resolve() : drained(response);
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}

async function ask(
  answer: FixtureReply,
  changes: Partial<ModelSpec> = {},
  request: ChatRequest = REQUEST,
): Promise<ChatReply | CallError> {
  await using server = await startFixtureServer(answer);
  await using model = await createChatModel(specOf(server.baseUrl, changes));
  return await model.complete(request, going()).catch((error: unknown) => {
    if (!CallError.isInstance(error)) throw error;
    return error;
  });
}

describe("incomplete replies", () => {
  it("keeps the part that was received before the connection was lost", async () => {
    let connection: ServerResponse | null = null;
    await using server = await startFixtureServer(async (_, response) => {
      connection = response;
      await write(begin(response), PART);
    });
    await using model = await createChatModel(specOf(server.baseUrl));
    const reply = await model.complete(REQUEST, {
      ...going(),
      onProgress: (tokens) => {
        if (tokens > 0) connection?.destroy();
      },
    });
    expect(reply).toMatchObject({ text: PART, finishReason: "interrupted", usage: null });
    expect(reply.interruption?.kind).toBe("network");
    expect(reply.interruption?.message).toContain("UND_ERR_SOCKET");
  });

  it("keeps the part of a stream that ends without its end event", async () => {
    for (const open of [(url: string) => createChatModel(specOf(url)), openAiAt]) {
      await using server = await startFixtureServer(async (_, response) => {
        await write(begin(response), PART);
        response.end();
      });
      await using model = await open(server.baseUrl);
      const reply = await model.complete(REQUEST, going());
      expect(reply).toMatchObject({ text: PART, finishReason: "interrupted" });
      expect(reply.interruption?.kind).toBe("network");
    }
  });

  it("keeps the part that was received before an error in the stream", async () => {
    const openRouter = await ask("openrouter-error-in-stream");
    expect(openRouter).toMatchObject({ text: PART, finishReason: "interrupted" });
    expect((openRouter as ChatReply).interruption?.message).toContain("Provider disconnected unexpectedly");
    const anthropic = await ask("anthropic-overloaded-in-stream", {
      provider: "anthropic",
      model: "claude-sonnet-4-5",
    });
    expect(anthropic).toMatchObject({ text: PART, finishReason: "interrupted" });
    expect((anthropic as ChatReply).interruption?.kind).toBe("overloaded");
  });

  it("fails if nothing was received before the connection was lost", async () => {
    const before = await ask((_, response) => void response.destroy());
    const after = await ask((_, response) => {
      begin(response).flushHeaders();
      setImmediate(() => response.destroy());
    });
    for (const error of [before, after]) {
      expect(error).toMatchObject({ kind: "network" });
      expect((error as CallError).message).not.toContain(KEY);
    }
  });

  it("keeps the part that was received before the call was aborted, with the reason", async () => {
    await using server = await startFixtureServer(async (_, response) => write(begin(response), PART));
    await using model = await createChatModel(specOf(server.baseUrl));
    for (const reason of [new CallError("timeout", "No token for 20 s."), undefined]) {
      const controller = new AbortController();
      const reply = await model.complete(REQUEST, {
        signal: controller.signal,
        onProgress: (tokens) => {
          if (tokens > 0) controller.abort(reason);
        },
      });
      expect(reply).toMatchObject({ text: PART, finishReason: "interrupted" });
      expect(reply.interruption).toMatchObject(reason ?? { kind: "timeout" });
    }
  });

  it("fails with the signal's reason when nothing was received: before the call, before the head, or after it", async () => {
    const reason = new CallError("timeout", "No answer for 30 s.");
    await using server = await startFixtureServer((request, response) => {
      if (request.body?.["model"] === "with-head") begin(response).flushHeaders();
    });
    for (const model of ["with-head", "without-head"]) {
      await using chat = await createChatModel(specOf(server.baseUrl, { model }));
      const controller = new AbortController();
      const seen = server.requests.length;
      const call = chat.complete(REQUEST, { signal: controller.signal, onProgress: () => controller.abort(reason) });
      const aborted = expect(call).rejects.toBe(reason);
      while (server.requests.length === seen) await delay(1);
      if (model === "without-head") controller.abort(reason);
      await aborted;
    }
    await using chat = await createChatModel(specOf(server.baseUrl));
    const seen = server.requests.length;
    await expect(chat.complete(REQUEST, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(seen);
  });

  it("fails with a reason that is not a CallError too", async () => {
    await using server = await startFixtureServer((_, response) => void begin(response).flushHeaders());
    await using model = await createChatModel(specOf(server.baseUrl));
    const controller = new AbortController();
    const reason = new Error("The reply is not needed any more.");
    const call = model.complete(REQUEST, { signal: controller.signal, onProgress: () => controller.abort(reason) });
    await expect(call).rejects.toBe(reason);
  });

  it("stops reading a reply far above its limit", async () => {
    let written = 0;
    const endless: FixtureReply = async (_, response) => {
      begin(response);
      while (!response.destroyed) {
        await write(response, "fruit ".repeat(1_000));
        written += 6_000;
      }
    };
    const error = await ask(endless, {}, { ...REQUEST, maxOutputTokens: 5_000 });
    expect(error).toMatchObject({ kind: "invalid", message: expect.stringContaining("larger than 80,000 characters") });
    expect(written).toBeLessThan(20_000_000);
  });

  it("stops reading an endless event, an endless error or an endless reply", async () => {
    for (const [status, type, limit] of [
      [200, "text/event-stream", 4_000_000],
      [200, "application/json", 4_000_000],
      [400, "application/json", 1_000_000],
    ] as const) {
      let written = 0;
      const error = await ask(async (_, response) => {
        response.writeHead(status, { "content-type": type });
        response.write('data: {"');
        const piece = "x".repeat(100_000);
        while (!response.destroyed) {
          if (!response.write(piece)) {
            await drained(response);
          }
          written += piece.length;
        }
      });
      expect(error).toMatchObject({ kind: "invalid", message: expect.stringContaining("is larger than") });
      expect(written).toBeLessThan(limit + 12_000_000);
    }
  });
});
