import type { z } from "zod";
import { problem } from "colloquy/api";
import { problems } from "../text/problems.ts";

/** A failure of the server, with a sentence for people. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Values of a query; those that are undefined are left out, and lists are repeated. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** A path whose variable parts are encoded, with a query. */
export function address(parts: readonly string[], query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) search.append(name, String(each));
  }
  const path = `/api/${parts.map(encodeURIComponent).join("/")}`;
  return search.size === 0 ? path : `${path}?${search}`;
}

/** Reads a resource. @throws ApiError */
export async function read<Schema extends z.ZodType>(
  schema: Schema,
  url: string,
  signal?: AbortSignal,
): Promise<z.infer<Schema>> {
  return parse(schema, await send(url, { signal: signal ?? null }));
}

/** Sends a JSON body, and reads the answer. @throws ApiError */
export async function post<Schema extends z.ZodType>(
  schema: Schema,
  url: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<z.infer<Schema>> {
  return parse(schema, await send(url, { ...jsonBody(body), signal: signal ?? null }));
}

function jsonBody(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** Sends a request. @throws ApiError for any answer but success, and if the server does not answer. */
async function send(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...init });
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new ApiError(0, "network", problems.network);
  }
  if (response.ok) return response;
  const said = problem.safeParse(await response.json().catch(() => null));
  const { code, message } = said.data ?? { code: "server", message: problems.status(response.status) };
  throw new ApiError(response.status, code, code === "no-session" ? problems[code] : message);
}

async function parse<Schema extends z.ZodType>(schema: Schema, response: Response): Promise<z.infer<Schema>> {
  const parsed = schema.safeParse(await response.json());
  if (parsed.success) return parsed.data;
  throw new ApiError(response.status, "version", problems.version);
}

/** An event of a stream, with its data as text. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/** Sends a JSON body and yields the server-sent events of the answer. @throws ApiError */
export async function* stream(url: string, body: unknown, signal: AbortSignal): AsyncGenerator<StreamEvent> {
  const response = await send(url, { ...jsonBody(body), signal });
  let rest = "";
  for await (const piece of textOf(response)) {
    const blocks = (rest + piece).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) yield eventOf(block);
  }
}

async function* textOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } finally {
    await reader.cancel();
  }
}

function eventOf(block: string): StreamEvent {
  const field = (name: string): string =>
    block
      .split("\n")
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trimStart())
      .join("\n");
  return { event: field("event"), data: field("data") };
}
