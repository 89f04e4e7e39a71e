import { createRoute } from "@hono/zod-openapi";
import { session } from "../../api/index.ts";
import { type Api, FAILURES, json, newApi, shaped } from "./api.ts";
import type { Served } from "../served.ts";

const route = createRoute({
  method: "get",
  path: "/session",
  tags: ["session"],
  summary: "The version, the workspaces and the model that writes answers",
  responses: { 200: json(session, "The workspaces, the one to show first at first."), ...FAILURES },
});

export function sessionRoutes(served: Served): Api {
  const app = newApi();
  app.openapi(route, async (c) => {
    const names = await served.workspaces.list();
    const ordered = names.toSorted((a, b) => Number(b === served.first) - Number(a === served.first));
    const workspaces = await Promise.all(
      ordered.map(async (workspace) => ({ workspace, transcripts: await served.transcripts.of(workspace) })),
    );
    return c.json(shaped(session, { version: served.version, model: served.model, workspaces }), 200);
  });
  return app;
}
