import { createRoute } from "@hono/zod-openapi";
import { searchQuery, searchResult } from "../../api/index.ts";
import { FOUND_SCORE } from "../../composition/index.ts";
import { type Api, FAILURES, json, newApi, readFor, shaped, workspacePath } from "./api.ts";
import type { Served } from "../served.ts";

const searchRoute = createRoute({
  method: "get",
  path: "/search",
  tags: ["search"],
  summary: "Chunks by words, by the entities that they name, and by meaning",
  request: { params: workspacePath, query: searchQuery },
  responses: { 200: json(searchResult, "The best chunks first."), ...FAILURES },
});

export function searchRoutes(served: Served): Api {
  const app = newApi();
  app.openapi(searchRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    const { words, file, speaker, exact, limit } = c.req.valid("query");
    const found = await readFor(c, served, workspace, async (opened, options) => {
      const [outcome, absent] = await Promise.all([
        opened.searchOutcome(words, {
          ...options,
          // One more than is sent says whether there are more.
          limit: limit + 1,
          ...(exact ? { exact } : {}),
          ...(file === undefined ? {} : { files: [file].flat() }),
          ...(speaker === undefined ? {} : { speaker }),
        }),
        opened.absentWords(words, options),
      ]);
      const [best] = outcome.hits;
      return {
        ...outcome,
        hits: outcome.hits.slice(0, limit),
        more: outcome.hits.length > limit,
        absent,
        found: best !== undefined && best.score >= FOUND_SCORE && outcome.unstated === null,
      };
    });
    return c.json(shaped(searchResult, found), 200);
  });
  return app;
}
