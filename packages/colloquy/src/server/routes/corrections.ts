import { createRoute } from "@hono/zod-openapi";
import type { z } from "zod";
import { aliasEntry, corrected, correction, corrections, listing, page } from "../../api/index.ts";
import { aliasesPath, listAliasEntries, type Workspace } from "../../composition/index.ts";
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
import { clientSignal } from "../environment.ts";
import { pageOf } from "./lists.ts";
import type { MadeCorrection } from "../corrections.ts";
import type { Served } from "../served.ts";

const tags = ["corrections"];

const entriesRoute = createRoute({
  method: "get",
  path: "/corrections/entries",
  tags,
  summary: "The entries of aliases.yaml in pages, hidden names first",
  request: { params: workspacePath, query: page },
  responses: { 200: json(listing(aliasEntry), "A page."), ...FAILURES },
});

const listRoute = createRoute({
  method: "get",
  path: "/corrections",
  tags,
  summary: "The corrections that this server made since it started, in pages, and the path of aliases.yaml",
  request: { params: workspacePath, query: page },
  responses: { 200: json(corrections, "A page, the latest first."), ...FAILURES },
});

const correctRoute = createRoute({
  method: "post",
  path: "/corrections",
  tags,
  summary: "Corrects names: merge, split, hide, unhide or rename; or takes a correction back, by its id or its entry",
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
    const found = await served.corrections.list(workspace, pageOf(c.req.valid("query")));
    return c.json(shaped(corrections, { ...found, file: aliasesPath({ workspace, dataDir: served.dataDir }) }), 200);
  });
  app.openapi(entriesRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    await served.workspaces.require(workspace);
    const found = await served.gate.run(
      () => listAliasEntries({ workspace, dataDir: served.dataDir }, pageOf(c.req.valid("query"))),
      clientSignal(c),
    );
    return c.json(shaped(listing(aliasEntry), found), 200);
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
  if ("unhide" in given) return [given.unhide, ...removed.flatMap(({ names }) => names)];
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
