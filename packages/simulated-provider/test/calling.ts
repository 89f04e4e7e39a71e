import { expect, onTestFinished } from "vitest";
import { type SimulatedServer, type SimulationOptions, startSimulatedProvider } from "../src/index.ts";

/** Latencies that cost a test no time. */
export const FAST = {
  firstTokenMs: 0,
  tokensPerSecond: 1e9,
  embeddingMs: 0,
  embeddingMsPerToken: 0,
  stragglers: 0,
} as const;

/** A prompt with two chunks. */
export const CHUNKS = "=== c1 ===\n> Ada: Regular sleep reduces anxiety.\n\n=== c2 ===\n> Rain.\n\n=== end ===\n";

const ENTRY = {
  type: "object",
  properties: {
    label: { type: "string" },
    entities: { type: "array", items: { type: "object", properties: {} } },
  },
};
const SCHEMA = { type: "object", properties: { chunks: { type: "array", items: ENTRY } } };

/** The format of a reply by a schema. */
export const FORMAT = { response_format: { type: "json_schema", json_schema: { name: "reply", schema: SCHEMA } } };

/** A server that is closed when the test ends. */
export async function start(options: SimulationOptions = {}): Promise<SimulatedServer> {
  const server = await startSimulatedProvider({ latency: FAST, ...options });
  onTestFinished(() => server.close());
  return server;
}

export function post(server: SimulatedServer, path: string, body: unknown, headers: Record<string, string> = {}) {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
  return fetch(`${server.url}${path}`, init);
}

export function chat(server: SimulatedServer, words: string, more: Record<string, unknown> = {}) {
  const messages = [{ role: "user", content: words }];
  return post(server, "/chat/completions", { model: "simulated", messages, max_tokens: 4000, ...more });
}

/** The events of a stream, with `[DONE]` unparsed. */
export async function events(response: Response): Promise<unknown[]> {
  const lines = (await response.text()).split("\n\n").filter((line) => line !== "");
  return lines.map((line) => {
    expect(line.startsWith("data: ")).toBe(true);
    const data = line.slice(6);
    return data === "[DONE]" ? data : JSON.parse(data);
  });
}

interface Choice {
  readonly delta: { readonly content?: string; readonly refusal?: string };
  readonly finish_reason: string | null;
}

export function choices(list: readonly unknown[]): Choice[] {
  return list.flatMap((event) => (event as { choices?: Choice[] }).choices ?? []);
}

export async function errorOf(response: Response): Promise<Record<string, unknown>> {
  return ((await response.json()) as { error: Record<string, unknown> }).error;
}
