import { closeSync, createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { ColloquyError } from "../../model/index.ts";
import { isKnown } from "../json-responses.ts";
import type { Recording } from "../media/library.ts";
import { rangeOf } from "../media/range.ts";
import { noTranscript } from "./transcripts.ts";
import { type Api, FAILURES, newApi, readFor, workspacePath } from "./api.ts";
import type { Served } from "../served.ts";

const content = { "audio/*": { schema: z.string() }, "video/*": { schema: z.string() } };

const mediaRoute = createRoute({
  method: "get",
  path: "/media/{id}",
  tags: ["transcripts"],
  summary: "The recording of a transcript; HEAD works, too",
  request: {
    params: workspacePath.extend({ id: z.string().max(200).describe("The id of the transcript.") }),
    headers: z.object({ range: z.string().optional().describe("One range of bytes.") }),
  },
  responses: {
    ...FAILURES,
    200: { description: "The whole recording.", content },
    206: { description: "A part of it.", content },
    304: { description: "The client has it." },
    416: { description: "The range is outside of the recording." },
  },
});

export function mediaRoutes(served: Served): Api {
  const app = newApi();
  app.openapi(mediaRoute, async (c) => {
    const { workspace, id } = c.req.valid("param");
    const transcript = await readFor(c, served, workspace, (opened, options) => opened.transcript(id, options));
    if (transcript === null) throw noTranscript(id);
    const recording = served.media.open(transcript.file);
    if (recording === null) throw new ColloquyError("not-found", `There is no recording of ${transcript.file}.`);
    return play(recording, c.req.raw);
  });
  return app;
}

/** Answers with a recording, or the part that is asked for. The descriptor is closed in every case. */
function play({ descriptor, size, changedMs, type }: Recording, request: Request): Response {
  const etag = `"${size.toString(36)}-${Math.floor(changedMs).toString(36)}"`;
  const headers = new Headers({ "content-type": type, "accept-ranges": "bytes", etag });
  const condition = request.headers.get("if-range");
  // A part of another version is of no use.
  const asked = condition === null || condition === etag ? request.headers.get("range") : null;
  const range = rangeOf(asked ?? undefined, size);
  const answered = (status: number, body: ReadableStream | null = null): Response => {
    if (body === null) closeSync(descriptor);
    return new Response(body, { status, headers });
  };
  if (isKnown(request.headers.get("if-none-match") ?? undefined, etag)) return answered(304);
  if (range === "none") {
    headers.set("content-range", `bytes */${size}`);
    return answered(416);
  }
  const { start, end } = range ?? { start: 0, end: size };
  headers.set("content-length", String(end - start));
  if (range !== null) headers.set("content-range", `bytes ${start}-${end - 1}/${size}`);
  const status = range === null ? 200 : 206;
  if (request.method === "HEAD" || start === end) return answered(status);
  const stream = createReadStream("", { fd: descriptor, start, end: end - 1 });
  return answered(status, Readable.toWeb(stream) as ReadableStream);
}
