import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { deadLetters, listedRun, listing, liveRun, page, runReport } from "../../api/index.ts";
import { listLatestReports, renderReportPage, report } from "../../composition/index.ts";
import { clientSignal } from "../environment.ts";
import { pageOf } from "./lists.ts";
import { DOCUMENT_POLICY } from "../security/headers.ts";
import { reportOf } from "../run-report.ts";
import { type Api, FAILURES, json, newApi, readFor, shaped, workspacePath } from "./api.ts";
import type { Served } from "../served.ts";

const tags = ["runs"];
const runPath = workspacePath.extend({ run: z.string().max(100).describe("The id of a run.") });

const runsRoute = createRoute({
  method: "get",
  path: "/runs",
  tags,
  summary: "The runs that have a report in pages, the latest first",
  request: { params: workspacePath, query: page },
  responses: { 200: json(listing(listedRun), "A page."), ...FAILURES },
});

const liveRoute = createRoute({
  method: "get",
  path: "/runs/live",
  tags,
  summary: "Whether a run is in progress, how far it is, and the last lines of the log",
  request: { params: workspacePath },
  responses: { 200: json(liveRun, "The state of the workspace."), ...FAILURES },
});

const eventsRoute = createRoute({
  method: "get",
  path: "/runs/live/events",
  tags,
  summary: "The same as a stream of events",
  description: "An event `run` at once, and whenever it changes, at most twice a second.",
  request: { params: workspacePath },
  responses: {
    ...FAILURES,
    200: { description: "The events.", content: { "text/event-stream": { schema: liveRun } } },
  },
});

const reportRoute = createRoute({
  method: "get",
  path: "/runs/{run}",
  tags,
  summary: "The report of a run",
  request: { params: runPath },
  responses: { 200: json(runReport, "The report, also as the text that `colloquy report` prints."), ...FAILURES },
});

const pageRoute = createRoute({
  method: "get",
  path: "/runs/{run}/page",
  tags,
  summary: "The report of a run as a page with charts",
  request: { params: runPath },
  responses: {
    ...FAILURES,
    200: { description: "A page without scripts.", content: { "text/html": { schema: z.string() } } },
  },
});

const deadLettersRoute = createRoute({
  method: "get",
  path: "/dead-letters",
  tags,
  summary: "Why chunks could not be extracted or embedded",
  request: { params: workspacePath },
  responses: { 200: json(deadLetters, "The most frequent reason first."), ...FAILURES },
});

export function runRoutes(served: Served): Api {
  const { gate, outputDir, workspaces, live } = served;
  const app = newApi();
  app.openapi(runsRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    await workspaces.require(workspace);
    const found = await gate.run(
      () => listLatestReports({ workspace, outputDir }, pageOf(c.req.valid("query"))),
      clientSignal(c),
    );
    return c.json(shaped(listing(listedRun), found), 200);
  });
  app.openapi(liveRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    await workspaces.require(workspace);
    return c.json(shaped(liveRun, await live.read(workspace)), 200);
  });
  app.openapi(eventsRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    await workspaces.require(workspace);
    return served.streams.answer(c, async (send, signal) => {
      for await (const state of live.follow(workspace, signal)) await send("run", shaped(liveRun, state));
    });
  });
  app.openapi(reportRoute, async (c) => {
    const { workspace, run } = c.req.valid("param");
    await workspaces.require(workspace);
    return c.json(shaped(runReport, reportOf(await report({ workspace, outputDir, run }))), 200);
  });
  app.openapi(pageRoute, async (c) => {
    const { workspace, run } = c.req.valid("param");
    await workspaces.require(workspace);
    const html = renderReportPage(await report({ workspace, outputDir, run }));
    return c.body(html, 200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": DOCUMENT_POLICY,
    });
  });
  app.openapi(deadLettersRoute, async (c) => {
    const { workspace } = c.req.valid("param");
    const items = await readFor(c, served, workspace, (opened) => opened.deadLetters());
    return c.json(shaped(deadLetters, { items }), 200);
  });
  return app;
}
