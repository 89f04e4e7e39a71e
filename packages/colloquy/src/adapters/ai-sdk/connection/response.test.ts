import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { type RawResponse, receiveResponse } from "./response.ts";
import { describeEndpoint } from "../endpoint.ts";
import { Exchange } from "./exchange.ts";

const ENDPOINT = describeEndpoint({
  provider: "openai",
  model: "some-model",
  baseUrl: "http://127.0.0.1:1/v1",
  apiKey: null,
  contextTokens: null,
  dimensions: null,
  connections: 1,
});

/** Sends the pieces, and then fails. */
function brokenAfter(pieces: readonly string[], failure: Error): RawResponse {
  async function* body(): AsyncGenerator<Buffer> {
    for (const piece of pieces) yield Buffer.from(piece);
    throw failure;
  }
  // With a larger buffer the failure would overtake the pieces, which does not happen on a connection.
  const options = { objectMode: true, highWaterMark: 1 };
  return { status: 200, headers: { "content-type": "text/event-stream" }, body: Readable.from(body(), options) };
}

describe("receiveResponse", () => {
  it("keeps all data from before a lost connection, even when it is read late", async () => {
    const exchange = new Exchange({ streamed: true, maxReplyBytes: 1_000 });
    const failure = new Error("reset");
    const response = await receiveResponse(brokenAfter(["all that came"], failure), exchange, ENDPOINT, true);
    const piped = response.body?.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>);
    for (let turn = 0; turn < 100 && exchange.broken === undefined; turn++) await new Promise(setImmediate);
    expect(exchange.broken).toBe(failure);
    let text = "";
    for await (const piece of piped ?? []) text += piece;
    expect(text).toBe("all that came");
  });

  it("reads no more bytes than the limit", async () => {
    const exchange = new Exchange({ streamed: true, maxReplyBytes: 10 });
    const response = await receiveResponse(
      brokenAfter(["12345", "67890", "1"], new Error("late")),
      exchange,
      ENDPOINT,
      true,
    );
    expect(await response.text()).toBe("1234567890");
    expect(exchange.broken).toMatchObject({ kind: "invalid" });
  });
});
