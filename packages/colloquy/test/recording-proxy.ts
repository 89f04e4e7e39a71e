import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The content of a call. */
export interface RecordedCall {
  readonly path: string;
  /** The last message of a chat, or the texts of embeddings. */
  readonly words: readonly string[];
}

/** A proxy for a provider with OpenAI's API. It records calls and replies. */
export interface RecordingProxy extends AsyncDisposable {
  readonly url: string;
  /** All calls in the order of arrival. */
  readonly calls: readonly RecordedCall[];
  /** Calls with a complete reply and status 200, in the order of their ends. */
  readonly completed: readonly RecordedCall[];
}

interface Body {
  readonly messages?: readonly { readonly content: string }[];
  readonly input?: string | readonly string[];
}

/** `upstream`: the provider's address, without a path. */
export async function startRecordingProxy(upstream: string): Promise<RecordingProxy> {
  const calls: RecordedCall[] = [];
  const completed: RecordedCall[] = [];
  async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const path = request.url ?? "/";
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += String(part);
    const call = body === "" ? null : { path, words: wordsOf(JSON.parse(body) as Body) };
    if (call !== null) calls.push(call);
    const { method = "GET", headers } = request;
    const init = { method, headers: { "content-type": headers["content-type"] ?? "application/json" } };
    const { signal } = gone;
    const reply = await fetch(`${upstream}${path}`, call === null ? { ...init, signal } : { ...init, body, signal });
    response.writeHead(reply.status, Object.fromEntries(reply.headers)).flushHeaders();
    for await (const part of reply.body ?? []) response.write(part);
    if (reply.status === 200 && call !== null) completed.push(call);
    response.end();
  }
  // A reply that breaks off at the provider breaks off at the client.
  const server = createServer((request, response) => {
    passOn(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    completed,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

/** The chunks of a prompt: the texts between labels. Empty for other calls. */
export function chunksOf({ path, words }: RecordedCall): string[] {
  if (!path.endsWith("/chat/completions")) return [];
  const blocks = words.join("").split(/^=== \w+ ===$/m);
  // Lines with "| " are the context of a chunk.
  const linesOf = (block: string): readonly string[] => block.split("\n").filter((line) => line.startsWith("> "));
  return blocks.slice(1, -1).map((block) => linesOf(block).join("\n"));
}

function wordsOf({ messages, input = [] }: Body): readonly string[] {
  const last = messages?.at(-1);
  if (last !== undefined) return [last.content];
  return typeof input === "string" ? [input] : input;
}
