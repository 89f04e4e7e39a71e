import type { Context, MiddlewareHandler } from "hono";
import { Refusal } from "../problem.ts";

/** The largest bodies, in bytes: of a graph request, which names the known entities, and of others. */
const LARGEST = { graph: 307_200, other: 65_536 };

/** Admits only JSON, of a bounded size. Forms of other sites can send other types without asking the server. */
export const boundedJson: MiddlewareHandler = async (c, next) => {
  if (c.req.method !== "POST") return next();
  if (!/^application\/json\s*(?:;|$)/i.test(c.req.header("content-type") ?? ""))
    throw new Refusal(415, "unsupported", "The body of a request must be application/json.");
  const text = await boundedBody(c, c.req.path.endsWith("/graph") ? LARGEST.graph : LARGEST.other);
  const { url, raw } = c.req;
  c.req.raw = new Request(url, { method: "POST", headers: c.req.header(), body: text, signal: raw.signal });
  return next();
};

/**
 * Reads a body as text.
 * @throws Refusal 413 for a larger one, before all of it is read.
 */
export async function boundedBody(c: Context, largest: number): Promise<string> {
  const refuse = (): never => {
    throw new Refusal(413, "too-large", `The body may have at most ${largest} bytes.`);
  };
  if (Number(c.req.header("content-length") ?? 0) > largest) refuse();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of c.req.raw.body ?? []) {
    size += part.length;
    if (size > largest) refuse();
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
