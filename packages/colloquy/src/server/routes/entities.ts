import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { entity, explainedName, listing, occurrence, page } from "../../api/index.ts";
import { noEntityNamed, type Workspace } from "../../composition/index.ts";
import { Refusal } from "../problem.ts";
import { pageOf } from "./lists.ts";
import { type Api, FAILURES, json, nameOrId as name, newApi, readFor, shaped, workspacePath } from "./api.ts";
import type { Served } from "../served.ts";

const tags = ["entities"];
const params = workspacePath.extend({ id: name });

const entityRoute = createRoute({
  method: "get",
  path: "/entities/{id}",
  tags,
  summary: "An entity with its claims, contradictions, speakers, quotes and namesakes",
  request: {
    params,
    query: z.object({
      name: name.optional().describe("Looked up if no entity has the id, because names were merged or split since."),
    }),
  },
  responses: { 200: json(entity, "The entity."), ...FAILURES },
});

const occurrencesRoute = createRoute({
  method: "get",
  path: "/entities/{id}/occurrences",
  tags,
  summary: "Where an entity occurs, in pages",
  request: {
    params,
    query: page.extend({
      file: z.string().max(1_000).optional().describe("Only in this file."),
      speaker: z.string().max(500).optional().describe("Only in words of this person, by name or id."),
    }),
  },
  responses: { 200: json(listing(occurrence), "A page."), ...FAILURES },
});

const namesRoute = createRoute({
  method: "get",
  path: "/entities/{id}/names",
  tags,
  summary: "Why names are in one entity, and which are kept apart",
  request: { params },
  responses: { 200: json(explainedName, "The reasons."), ...FAILURES },
});

export function entityRoutes(served: Served): Api {
  const app = newApi();
  app.openapi(entityRoute, async (c) => {
    const { workspace, id } = c.req.valid("param");
    const { name: named } = c.req.valid("query");
    const found = await readFor(c, served, workspace, async (opened, options) => {
      for (const each of named === undefined ? [id] : [id, named]) {
        const known = await opened.explore.entity(each, options);
        if (known !== null) return known;
      }
      return noEntity(opened, named ?? id, options);
    });
    return c.json(shaped(entity, found), 200);
  });
  app.openapi(occurrencesRoute, async (c) => {
    const { workspace, id } = c.req.valid("param");
    const { file, speaker, ...pages } = c.req.valid("query");
    const found = await readFor(c, served, workspace, (opened, options) =>
      opened.explore.occurrences(id, {
        ...options,
        ...pageOf(pages),
        ...(file === undefined ? {} : { file }),
        ...(speaker === undefined ? {} : { speaker }),
      }),
    );
    return c.json(shaped(listing(occurrence), found), 200);
  });
  app.openapi(namesRoute, async (c) => {
    const { workspace, id } = c.req.valid("param");
    const found = await readFor(
      c,
      served,
      workspace,
      async (opened, options) => (await opened.explainName(id, options)) ?? noEntity(opened, id, options),
    );
    return c.json(shaped(explainedName, found), 200);
  });
  return app;
}

async function noEntity(opened: Workspace, name: string, options: { readonly signal: AbortSignal }): Promise<never> {
  const [hidden] = await opened.hiddenBy(name);
  if (hidden !== undefined) throw new Refusal(404, "hidden", `"${hidden}" is hidden by a correction.`);
  throw noEntityNamed(name, await opened.suggestNames(name, options));
}
