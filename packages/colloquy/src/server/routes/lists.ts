import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import {
  listedEntity,
  listedSpeaker,
  listedTranscript,
  listing,
  overview,
  page,
  suggestions,
} from "../../api/index.ts";
import { dateOfPath } from "../../composition/index.ts";
import { type Api, FAILURES, json, newApi, readFor, shaped, workspacePath } from "./api.ts";
import type { Served } from "../served.ts";

const tags = ["workspace"];
const request = { params: workspacePath, query: page };

const overviewRoute = createRoute({
  method: "get",
  path: "/overview",
  tags,
  summary: "What a workspace holds: counts, transcripts, people, themes, strongest claims, changes and quality",
  request: { params: workspacePath },
  responses: { 200: json(overview, "The overview."), ...FAILURES },
});

const transcriptsRoute = createRoute({
  method: "get",
  path: "/transcripts",
  tags,
  summary: "The transcripts in pages, ordered by file",
  request,
  responses: { 200: json(listing(listedTranscript), "A page."), ...FAILURES },
});

const peopleRoute = createRoute({
  method: "get",
  path: "/people",
  tags,
  summary: "The speakers in pages, those with most turns first",
  request,
  responses: { 200: json(listing(listedSpeaker), "A page."), ...FAILURES },
});

const entitiesRoute = createRoute({
  method: "get",
  path: "/entities",
  tags,
  summary: "The entities in pages, the most mentioned first",
  request: {
    params: workspacePath,
    query: page.extend({ type: z.string().max(200).optional().describe("Only entities of this type, in any case.") }),
  },
  responses: { 200: json(listing(listedEntity), "A page."), ...FAILURES },
});

const suggestRoute = createRoute({
  method: "get",
  path: "/suggest",
  tags,
  summary: "Entities and transcripts whose names resemble what a person types",
  request: {
    params: workspacePath,
    query: z.object({
      words: z.string().max(200),
      type: z.string().max(200).optional().describe("Only entities of this type, as in the graph, and no transcripts."),
      limit: z.coerce.number().int().min(1).max(50).default(8),
    }),
  },
  responses: { 200: json(suggestions, "The best names first."), ...FAILURES },
});

export function listRoutes(served: Served): Api {
  const app = newApi();
  app.openapi(overviewRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    const found = await readFor(c, served, workspace, (opened, options) => opened.explore.overview(options));
    return c.json(shaped(overview, found), 200);
  });
  app.openapi(transcriptsRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    const { items, next } = await readFor(c, served, workspace, (opened, options) =>
      opened.listTranscripts({ ...options, ...pageOf(c.req.valid("query")) }),
    );
    const dated = items.map((item) => ({ ...item, date: dateOfPath(item.file) }));
    return c.json(shaped(listing(listedTranscript), { items: dated, next }), 200);
  });
  app.openapi(peopleRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    const found = await readFor(c, served, workspace, (opened, options) =>
      opened.listSpeakers({ ...options, ...pageOf(c.req.valid("query")) }),
    );
    return c.json(shaped(listing(listedSpeaker), found), 200);
  });
  app.openapi(entitiesRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    const { type, ...pages } = c.req.valid("query");
    const found = await readFor(c, served, workspace, (opened, options) =>
      opened.listEntities({ ...options, ...pageOf(pages), ...(type === undefined ? {} : { type }) }),
    );
    return c.json(shaped(listing(listedEntity), found), 200);
  });
  app.openapi(suggestRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    const { words, limit, type } = c.req.valid("query");
    const found = await readFor(c, served, workspace, (opened, options) =>
      opened.explore.suggest(words, { ...options, limit, ...(type === undefined ? {} : { type }) }),
    );
    return c.json(shaped(suggestions, found), 200);
  });
  return app;
}

/** A page without the keys that are not given. */
export function pageOf({ limit, cursor }: z.output<typeof page>): { readonly limit: number; readonly cursor?: string } {
  return { limit, ...(cursor === undefined ? {} : { cursor }) };
}
