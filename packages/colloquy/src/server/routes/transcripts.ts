import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { transcript, transcriptText, transcriptTextQuery } from "../../api/index.ts";
import { ColloquyError } from "../../model/index.ts";
import { type Api, FAILURES, json, newApi, readFor, shaped, workspacePath } from "./api.ts";
import type { Served } from "../served.ts";

const tags = ["transcripts"];

const transcriptRoute = createRoute({
  method: "get",
  path: "/transcripts/{file}",
  tags,
  summary: "A transcript without its text: speakers, summary, entities, and where its chunks are",
  request: {
    params: workspacePath.extend({ file: z.string().max(2_000).describe("Its path, URL-encoded, or its id.") }),
    query: z.object({
      chunk: z.string().max(200).optional().describe("The id of a chunk decides between files of one path."),
    }),
  },
  responses: { 200: json(transcript, "The transcript."), ...FAILURES },
});

const textRoute = createRoute({
  method: "get",
  path: "/transcripts/{id}/text",
  tags,
  summary: "Chunks of a transcript with their turns, and what the graph says about their words",
  request: {
    params: workspacePath.extend({ id: z.string().max(200).describe("The id of the transcript.") }),
    query: transcriptTextQuery,
  },
  responses: { 200: json(transcriptText, "The chunks; none after the last one."), ...FAILURES },
});

export function transcriptRoutes(served: Served): Api {
  const app = newApi();
  app.openapi(transcriptRoute, async (c) => {
    const { workspace, file } = c.req.valid("param");
    const { chunk } = c.req.valid("query");
    const found = await readFor(c, served, workspace, (opened, options) =>
      opened.explore.transcript(file, { ...options, ...(chunk === undefined ? {} : { chunk }) }),
    );
    if (found === null) throw noTranscript(file);
    return c.json(shaped(transcript, { ...found, media: served.media.of(workspace, found) }), 200);
  });
  app.openapi(textRoute, async (c) => {
    const { workspace, id } = c.req.valid("param");
    const found = await readFor(c, served, workspace, (opened, options) =>
      opened.explore.transcriptText(id, { ...options, ...c.req.valid("query") }),
    );
    return c.json(shaped(transcriptText, found), 200);
  });
  return app;
}

export function noTranscript(file: string): ColloquyError {
  return new ColloquyError("not-found", `There is no transcript ${JSON.stringify(file)}.`, { list: "transcripts" });
}
