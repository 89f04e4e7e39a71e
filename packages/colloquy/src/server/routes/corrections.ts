import { createRoute } from "@hono/zod-openapi";
import type { z } from "zod";
import { corrected, correction, corrections } from "../../api/index.ts";
import { readAliasesFile, type Workspace } from "../../composition/index.ts";
import {
  type Api,
  FAILURES,
  FAILURES_OF_BODY,
  FAILURES_OF_CHANGE,
  json,
  newApi,
  shaped,
  workspacePath,
} from "./api.ts";
import type { MadeCorrection } from "../corrections.ts";
import type { Served } from "../served.ts";

const tags = ["corrections"];

const listRoute = createRoute({
  method: "get",
  path: "/corrections",
  tags,
  summary: "The corrections that this server made, and the text of aliases.yaml",
  request: { params: workspacePath },
  responses: { 200: json(corrections, "The latest first."), ...FAILURES },
});

const correctRoute = createRoute({
  method: "post",
  path: "/corrections",
  tags,
  summary: "Corrects names: merge, split, hide or rename; or undoes a correction of this server",
  description:
    "It is written to aliases.yaml, and the graph follows without a call to a model. Status 409: a run of another process works on the workspace.",
  request: {
    params: workspacePath,
    body: { required: true, content: { "application/json": { schema: correction } } },
  },
  responses: {
    200: json(corrected, "What was added to the file and removed from it."),
    ...FAILURES,
    ...FAILURES_OF_BODY,
    ...FAILURES_OF_CHANGE,
  },
});

export function correctionRoutes(served: Served): Api {
  const app = newApi();
  app.openapi(listRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    await served.workspaces.require(workspace);
    const { file, text } = readAliasesFile({ workspace, dataDir: served.dataDir });
    return c.json(shaped(corrections, { file, text, made: served.corrections.of(workspace) }), 200);
  });
  app.openapi(correctRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    const given = c.req.valid("json");
    await served.workspaces.use(workspace, (opened) => opened.explore.requireOwnGraph());
    const made = await served.corrections.make(workspace, given);
    const entity = await served.workspaces.use(workspace, (opened) => entityOf(opened, namesIn(given, made)));
    return c.json(shaped(corrected, served.corrections.nameEntity(workspace, made, entity)), 200);
  });
  return app;
}

/** The names that are looked for after a correction, the best first. An id may be gone, so the entries are looked for, too. */
function namesIn(given: z.output<typeof correction>, { added, removed }: MadeCorrection): readonly string[] {
  if ("hide" in given) return [given.hide];
  const entries = added.flatMap(({ names }) => names);
  if ("merge" in given) return [...given.merge, ...entries];
  if ("split" in given) return [given.split, ...entries];
  if ("rename" in given) return [given.to];
  return [...removed, ...added].flatMap(({ names }) => names);
}

async function entityOf(opened: Workspace, names: readonly string[]): Promise<MadeCorrection["entity"]> {
  for (const name of names) {
    const found = await opened.entity(name);
    if (found !== null) return found;
  }
  return null;
}
