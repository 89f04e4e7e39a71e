import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What stood in a call that was answered with status 200. */
export interface AnsweredCall {
  readonly path: string;
  /** Of a chat: the last message. Of embeddings: the texts. */
  readonly words: readonly string[];
}

/** Stands between a client and a provider of OpenAI's API, and writes down what was asked and answered. */
export interface RecordingProxy extends AsyncDisposable {
  readonly url: string;
  /** Calls whose reply came whole, in the order of their ends. */
  readonly answered: readonly AnsweredCall[];
}

interface Body {
  readonly messages?: readonly { readonly content: string }[];
  readonly input?: string | readonly string[];
}

/** `upstream`: the provider's address, without a path. */
export async function startRecordingProxy(upstream: string): Promise<RecordingProxy> {
  const answered: AnsweredCall[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += String(part);
    const { method = "GET", headers } = request;
    const init = { method, headers: { "content-type": headers["content-type"] ?? "application/json" } };
    const reply = await fetch(`${upstream}${path}`, method === "GET" ? init : { ...init, body });
    response.writeHead(reply.status, Object.fromEntries(reply.headers));
    for await (const part of reply.body ?? []) response.write(part);
    response.end();
    if (reply.status === 200 && body !== "") answered.push({ path, words: wordsOf(JSON.parse(body) as Body) });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    answered,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

function wordsOf({ messages, input = [] }: Body): readonly string[] {
  const last = messages?.at(-1);
  if (last !== undefined) return [last.content];
  return typeof input === "string" ? [input] : input;
}
