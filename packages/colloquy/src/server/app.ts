import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { markup } from "../text/index.ts";
import { serveAssets } from "./assets.ts";
import { addressOf, type Environment } from "./environment.ts";
import { jsonResponses } from "./json-responses.ts";
import { describeApi } from "./openapi.ts";
import { PLAIN_STYLE, plainPage, servePlainStyle } from "./plain-page.ts";
import { isUnexpected, problemOf, problemResponse, Refusal } from "./problem.ts";
import { type Api } from "./routes/api.ts";
import type { Served } from "./served.ts";
import { answerRoutes } from "./routes/answers.ts";
import { correctionRoutes } from "./routes/corrections.ts";
import { entityRoutes } from "./routes/entities.ts";
import { graphRoutes } from "./routes/graph.ts";
import { listRoutes } from "./routes/lists.ts";
import { mediaRoutes } from "./routes/media.ts";
import { pairRoutes } from "./routes/pairs.ts";
import { runRoutes } from "./routes/runs.ts";
import { searchRoutes } from "./routes/search.ts";
import { sessionRoutes } from "./routes/session.ts";
import { transcriptRoutes } from "./routes/transcripts.ts";
import { boundedJson } from "./security/body.ts";
import { securityHeaders } from "./security/headers.ts";
import { sameHost } from "./security/hosts.ts";
import { loginRoutes } from "./security/login.ts";
import { hasSession, links, requireAccess } from "./security/session.ts";
import { TokenBuckets } from "./security/token-bucket.ts";

/** Requests of one address: some at once, then so many a second. */
const REQUESTS = { size: 400, perSecond: 200 };

const ROUTES = [
  listRoutes,
  transcriptRoutes,
  mediaRoutes,
  entityRoutes,
  pairRoutes,
  graphRoutes,
  searchRoutes,
  answerRoutes,
  correctionRoutes,
  runRoutes,
];

/** The web application: its API, and the files of the explorer. */
export function createApp(served: Served): OpenAPIHono<Environment> {
  const app = new OpenAPIHono<Environment>();
  app.use(securityHeaders(served), sameHost(served), boundedRate(served.now));
  app.route("/api", api(served));
  app.get(PLAIN_STYLE, servePlainStyle);
  app.use(links(served));
  if (served.access.hasPassword) {
    app.route("/", loginRoutes(served));
    app.use(async (c, next) => {
      const { pathname, search } = new URL(c.req.url);
      if (hasSession(c, served.access) || served.assets.find(pathname) !== null) return next();
      return c.redirect(`/login?to=${encodeURIComponent(`${pathname}${search}`)}`, 303);
    });
  }
  app.get("*", serveAssets(served.assets, served.media.origins));
  app.all("*", (c) => problemResponse(c, notAllowed(c.req.method)));
  app.onError((error, c) => {
    if (isUnexpected(error) && !c.req.raw.signal.aborted) served.onProblem(problemOf(error).message);
    const response = problemResponse(c, error);
    if (c.req.path.startsWith("/api/") || !c.req.header("accept")?.includes("text/html")) return response;
    // A person opened this address.
    return plainPage("Colloquy", markup`<p role="alert">${problemOf(error).message}</p>`, response.status);
  });
  return app;
}

function api(served: Served): Api {
  const app = new OpenAPIHono<Environment>();
  app.use(jsonResponses, requireAccess(served.access), boundedJson);
  app.route("/", sessionRoutes(served));
  for (const routes of ROUTES) app.route("/w/:workspace", routes(served));
  const description = describeApi(app.openAPIRegistry.definitions, served.version);
  app.get("/openapi.json", (c) => c.json(description));
  app.all("*", () => {
    throw new Refusal(404, "not-found", "There is nothing here: /api/openapi.json lists all addresses.");
  });
  return app;
}

function boundedRate(now: () => number): MiddlewareHandler<Environment> {
  const buckets = new TokenBuckets({ ...REQUESTS, now });
  return async (c, next) => {
    const waitSeconds = buckets.take(addressOf(c));
    if (waitSeconds === 0) return next();
    throw new Refusal(429, "too-many-requests", "Too many requests: try again in a moment.", {
      "retry-after": String(waitSeconds),
    });
  };
}

function notAllowed(method: string): Refusal {
  return new Refusal(405, "method-not-allowed", `There is nothing here for ${method}.`);
}
