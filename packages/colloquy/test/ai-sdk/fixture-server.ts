import { readFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const FIXTURES = new URL("../../src/adapters/ai-sdk/fixtures/", import.meta.url);

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed; null for an empty body. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

/** A fixture by its name, a reply that a test writes itself, or a function of the request. */
export type FixtureReply =
  string | ((request: ReceivedRequest, response: ServerResponse) => string | void | Promise<string | void>);

export interface FixtureServer extends AsyncDisposable {
  readonly origin: string;
  /** The base URL for an OpenAI-compatible client. */
  readonly baseUrl: string;
  /** In the order of arrival. */
  readonly requests: readonly ReceivedRequest[];
}

/** A server on a loopback port that sends these replies in order; the last reply repeats. */
export async function startFixtureServer(
  ...answers: readonly [FixtureReply, ...FixtureReply[]]
): Promise<FixtureServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const request = {
      path: incoming.url ?? "",
      headers: incoming.headers,
      body: text === "" ? null : (JSON.parse(text) as Record<string, unknown>),
    };
    requests.push(request);
    const answer = answers[Math.min(requests.length, answers.length) - 1] ?? answers[0];
    const fixture = typeof answer === "string" ? answer : await answer(request, response);
    if (fixture !== undefined) await sendFixture(fixture, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    baseUrl: `${origin}/v1`,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The parts of a fixture: status, headers, body. */
export async function readFixture(
  name: string,
): Promise<{ readonly status: number; readonly headers: Record<string, string>; readonly body: string }> {
  const text = await readFile(new URL(`${name}.http`, FIXTURES), "utf8");
  const end = text.indexOf("\n\n");
  const [statusLine = "", ...lines] = text.slice(0, end).split("\n");
  const headers = lines.map((line) => {
    const colon = line.indexOf(": ");
    return [line.slice(0, colon), line.slice(colon + 2)] as const;
  });
  return { status: Number(statusLine.split(" ")[1]), headers: Object.fromEntries(headers), body: text.slice(end + 2) };
}

async function sendFixture(name: string, response: ServerResponse): Promise<void> {
  const { status, headers, body } = await readFixture(name);
  response.writeHead(status, headers).end(body);
}
