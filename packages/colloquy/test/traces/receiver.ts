import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { decodeSpans, type ReceivedSpan } from "./decode-spans.ts";

/** One POST of spans. */
export interface ReceivedPost {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty for JSON: see `json`. */
  readonly spans: readonly ReceivedSpan[];
  readonly json: unknown;
}

/** Replies to a POST; the default reply is the success of an OTLP receiver, an empty message. */
export type Answer = (response: ServerResponse) => void;

/** A receiver of OTLP over HTTP, on this machine. */
export interface TraceReceiver extends AsyncDisposable {
  /** `http://127.0.0.1:port`: the value of OTEL_EXPORTER_OTLP_ENDPOINT, or of LANGSMITH_ENDPOINT. */
  readonly url: string;
  readonly posts: readonly ReceivedPost[];
  /** Of all POST requests. */
  readonly spans: readonly ReceivedSpan[];
  /** Paths and queries of GET requests. */
  readonly lookups: readonly string[];
}

export interface TraceReceiverOptions {
  readonly answer?: Answer;
  /** LangSmith's list of projects. */
  readonly projects?: readonly { readonly id: string; readonly tenant_id: string; readonly name: string }[];
  /** Langfuse's reply to the request for the key's project. */
  readonly langfuseProjects?: unknown;
}

const ACCEPT: Answer = (response) => response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
export const NEVER: Answer = () => {};

/** Starts a receiver that decodes requests, gzipped or not. */
export async function startTraceReceiver(options: TraceReceiverOptions = {}): Promise<TraceReceiver> {
  const { answer = ACCEPT, projects = [], langfuseProjects } = options;
  const posts: ReceivedPost[] = [];
  const lookups: string[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    if (body === null) return;
    posts.push(readPost(request, body));
    answer(response);
  };
  const server = createServer((request, response) => {
    if (request.method === "GET") {
      lookups.push(request.url ?? "");
      if (langfuseProjects !== undefined) return response.end(JSON.stringify(langfuseProjects));
      const name = new URL(request.url ?? "", "http://receiver").searchParams.get("name");
      response.setHeader("content-type", "application/json");
      return response.end(JSON.stringify(projects.filter((project) => project.name === name)));
    }
    return void receive(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    lookups,
    get spans() {
      return posts.flatMap(({ spans }) => spans);
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readPost(request: IncomingMessage, body: Buffer): ReceivedPost {
  const isJson = request.headers["content-type"] === "application/json";
  return {
    path: request.url ?? "",
    headers: request.headers,
    spans: isJson ? [] : decodeSpans(body),
    json: isJson ? (JSON.parse(body.toString()) as unknown) : null,
  };
}

/** Null when the request was aborted. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return null;
  }
  const body = Buffer.concat(chunks);
  return request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
}

/** An address on this machine without a listener. */
export async function deadAddress(): Promise<string> {
  const receiver = await startTraceReceiver();
  await receiver[Symbol.asyncDispose]();
  return receiver.url;
}
