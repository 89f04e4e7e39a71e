import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import {
  claimsBetween,
  comparison,
  entity,
  explainedName,
  listing,
  occurrence,
  page,
  polarity,
} from "../../api/index.ts";
import { noEntityNamed, type Workspace } from "../../composition/index.ts";
import { Refusal } from "../problem.ts";
import { pageOf } from "./lists.ts";
import { type Api, FAILURES, json, newApi, readFor, shaped, workspacePath } from "./api.ts";
import type { Served } from "../served.ts";

const tags = ["entities"];
const name = z.string().min(1).max(500).describe("A name, an alias or an id.");
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

const claimsRoute = createRoute({
  method: "get",
  path: "/claims",
  tags,
  summary: "What the transcripts say about two entities together, with the evidence in pages",
  request: { params: workspacePath, query: page.extend({ one: name, other: name, polarity: polarity.optional() }) },
  responses: { 200: json(claimsBetween, "The claims in both directions, and a page of their evidence."), ...FAILURES },
});

const compareRoute = createRoute({
  method: "get",
  path: "/compare",
  tags,
  summary: "Two people side by side",
  request: { params: workspacePath, query: z.object({ one: name, other: name }) },
  responses: {
    200: json(comparison, "What they agree and disagree about, and what each alone speaks about."),
    ...FAILURES,
  },
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
  app.openapi(claimsRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    const { one, other, polarity: only, ...pages } = c.req.valid("query");
    const found = await readFor(c, served, workspace, (opened, options) =>
      opened.claimsBetween(one, other, {
        ...options,
        ...pageOf(pages),
        ...(only === undefined ? {} : { polarity: only }),
      }),
    );
    return c.json(shaped(claimsBetween, found), 200);
  });
  app.openapi(compareRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    const { one, other } = c.req.valid("query");
    const found = await readFor(c, served, workspace, (opened, options) =>
      opened.compareSpeakers([one, other], options),
    );
    return c.json(shaped(comparison, found), 200);
  });
  return app;
}

async function noEntity(opened: Workspace, name: string, options: { readonly signal: AbortSignal }): Promise<never> {
  const [hidden] = await opened.hiddenBy(name);
  if (hidden !== undefined) throw new Refusal(404, "hidden", `"${hidden}" is hidden by a correction.`);
  throw noEntityNamed(name, await opened.suggestNames(name, options));
}
