import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What stood in a call. */
export interface RecordedCall {
  readonly path: string;
  /** Of a chat: the last message. Of embeddings: the texts. */
  readonly words: readonly string[];
}

/** Stands between a client and a provider of OpenAI's API, and writes down what was asked and answered. */
export interface RecordingProxy extends AsyncDisposable {
  readonly url: string;
  /** Every call, in the order in which they came. */
  readonly asked: readonly RecordedCall[];
  /** Calls whose reply came whole, with status 200, in the order of their ends. */
  readonly answered: readonly RecordedCall[];
}

interface Body {
  readonly messages?: readonly { readonly content: string }[];
  readonly input?: string | readonly string[];
}

/** `upstream`: the provider's address, without a path. */
export async function startRecordingProxy(upstream: string): Promise<RecordingProxy> {
  const asked: RecordedCall[] = [];
  const answered: RecordedCall[] = [];
  async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const path = request.url ?? "/";
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += String(part);
    const call = body === "" ? null : { path, words: wordsOf(JSON.parse(body) as Body) };
    if (call !== null) asked.push(call);
    const { method = "GET", headers } = request;
    const init = { method, headers: { "content-type": headers["content-type"] ?? "application/json" } };
    const { signal } = gone;
    const reply = await fetch(`${upstream}${path}`, call === null ? { ...init, signal } : { ...init, body, signal });
    response.writeHead(reply.status, Object.fromEntries(reply.headers)).flushHeaders();
    for await (const part of reply.body ?? []) response.write(part);
    if (reply.status === 200 && call !== null) answered.push(call);
    response.end();
  }
  // What breaks off behind it breaks off before it as well.
  const server = createServer((request, response) => {
    passOn(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    answered,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

/** The chunks of a prompt, as what stands between two labels; none of another call. */
export function chunksOf({ path, words }: RecordedCall): string[] {
  if (!path.endsWith("/chat/completions")) return [];
  const blocks = words.join("").split(/^=== \w+ ===$/m);
  return blocks.slice(1, -1).map((block) => block.trim());
}

function wordsOf({ messages, input = [] }: Body): readonly string[] {
  const last = messages?.at(-1);
  if (last !== undefined) return [last.content];
  return typeof input === "string" ? [input] : input;
}
