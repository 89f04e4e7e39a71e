import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { graphPart, graphRequest } from "../../api/index.ts";
import { type Api, FAILURES, FAILURES_OF_BODY, json, newApi, readFor, shaped, workspacePath } from "./api.ts";
import type { Served } from "../served.ts";

const tags = ["graph"];
const id = z.string().min(1).max(500).describe("An id, a name or an alias.");

const partRoute = createRoute({
  method: "post",
  path: "/graph",
  tags,
  summary: "A part of the graph: its best supported part, the neighbours of entities, or what a search finds",
  description: "It changes nothing. It is a POST because the list of the known entities may be long.",
  request: {
    params: workspacePath,
    body: { required: true, content: { "application/json": { schema: graphRequest } } },
  },
  responses: {
    200: json(graphPart, "Entities, and the relationships between them and with the known ones."),
    ...FAILURES,
    ...FAILURES_OF_BODY,
  },
});

const pathRoute = createRoute({
  method: "get",
  path: "/path",
  tags,
  summary: "A shortest path between two entities",
  request: { params: workspacePath, query: z.object({ from: id, to: id }) },
  responses: { 200: json(graphPart, "The path; empty if there is none of at most six relationships."), ...FAILURES },
});

export function graphRoutes(served: Served): Api {
  const app = newApi();
  app.openapi(partRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    const request = c.req.valid("json");
    const found = await readFor(c, served, workspace, (opened, options) =>
      opened.explore.part({ ...request, ...options }),
    );
    return c.json(shaped(graphPart, found), 200);
  });
  app.openapi(pathRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    const { from, to } = c.req.valid("query");
    const found = await readFor(c, served, workspace, (opened, options) => opened.explore.path(from, to, options));
    return c.json(shaped(graphPart, found), 200);
  });
  return app;
}
