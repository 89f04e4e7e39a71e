import { createRoute } from "@hono/zod-openapi";
import { session } from "../../api/index.ts";
import { type Api, answers, newApi, readFor, type Routing, shaped } from "./api.ts";

const route = createRoute({
  method: "get",
  path: "/session",
  tags: ["session"],
  summary: "The version, the workspaces and the model that writes answers",
  responses: answers(session, "The workspaces, the one to show first at first."),
});

export function sessionRoutes(served: Routing): Api {
  const app = newApi();
  app.openapi(route, async (c) => {
    const names = await served.workspaces.list();
    const ordered = names.toSorted((a, b) => Number(b === served.first) - Number(a === served.first));
    const workspaces = [];
    for (const workspace of ordered) workspaces.push({ workspace, transcripts: await transcriptsOf(workspace) });
    return c.json(shaped(session, { version: served.version, model: served.model, workspaces }), 200);

    async function transcriptsOf(workspace: string): Promise<number> {
      return readFor(c, served, workspace, async (opened) => (await opened.status()).transcripts.parsed);
    }
  });
  return app;
}
