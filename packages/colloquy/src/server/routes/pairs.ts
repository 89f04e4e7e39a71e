import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { claimsBetween, comparison, page, polarity } from "../../api/index.ts";
import { pageOf } from "./lists.ts";
import { type Api, FAILURES, json, nameOrId as name, newApi, readFor, shaped, workspacePath } from "./api.ts";
import type { Served } from "../served.ts";

const tags = ["entities"];

const claimsRoute = createRoute({
  method: "get",
  path: "/claims",
  tags,
  summary: "What the transcripts say about two entities together, with the evidence in pages",
  request: { params: workspacePath, query: page.extend({ one: name, other: name, polarity: polarity.optional() }) },
  responses: { 200: json(claimsBetween, "The claims in both directions, and a page of their evidence."), ...FAILURES },
});

const mostTopics = z.coerce
  .number()
  .int()
  .min(1)
  .max(100)
  .default(10)
  .openapi({ description: "The most topics in each list." });

const compareRoute = createRoute({
  method: "get",
  path: "/compare",
  tags,
  summary: "Two people side by side",
  request: { params: workspacePath, query: z.object({ one: name, other: name, limit: mostTopics }) },
  responses: {
    200: json(comparison, "What they agree and disagree about, and what each alone speaks about."),
    ...FAILURES,
  },
});

/** Reads of two entities together. */
export function pairRoutes(served: Served): Api {
  const app = newApi();
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
    const { one, other, limit } = c.req.valid("query");
    const found = await readFor(c, served, workspace, (opened, options) =>
      opened.compareSpeakers([one, other], { ...options, limit }),
    );
    return c.json(shaped(comparison, found), 200);
  });
  return app;
}
