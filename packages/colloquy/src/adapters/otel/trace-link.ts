import { setTimeout as pause } from "node:timers/promises";
import { request } from "undici";
import type { TraceLink } from "../../model/index.ts";
import { dispatcherFor } from "./dispatcher.ts";
import { type LangSmithProject, showAddress, type TraceDestination, type TraceSite } from "./settings/index.ts";
import type { RootIds } from "./spans.ts";

/** LangSmith makes a project when it has worked through the first spans of it. */
const LOOKUPS = 3;
const BETWEEN_LOOKUPS_MS = 500;
const PATIENCE_MS = 3_000;

/** Where a run can be looked at. Takes three seconds at most and never throws. */
export async function traceLink(destination: TraceDestination, root: RootIds): Promise<TraceLink> {
  const { site, headers, url } = destination;
  const page = site === null ? null : await pageOf(site, headers, root);
  return { traceId: root.traceId, receiver: showAddress(url), url: page };
}

type Headers = TraceDestination["headers"];

async function pageOf(site: LangSmithProject | TraceSite, headers: Headers, root: RootIds): Promise<string | null> {
  if (site.kind === "langsmith") return langSmithPage(site, headers, root);
  // Phoenix finds the page by the id of the trace.
  if (site.kind === "phoenix") return `${site.web}/redirects/traces/${root.traceId}`;
  const project = await lookUp(`${site.web}/api/public/projects`, headers, langfuseProject, 1);
  return project === null ? null : `${site.web}/project/${project}/traces/${root.traceId}`;
}

/** The page of the run; the projects where LangSmith does not tell which is the one. */
async function langSmithPage(
  { endpoint, project, workspaceId }: LangSmithProject,
  headers: Headers,
  { spanId }: RootIds,
): Promise<string> {
  const web = webAddress(endpoint);
  const named = `${endpoint}/sessions?name=${encodeURIComponent(project)}&limit=1`;
  const place = await lookUp(named, headers, langSmithPlace, LOOKUPS);
  if (place === null) return workspaceId === null ? `${web}/projects` : `${web}/o/${workspaceId}/projects`;
  // LangSmith's ids of runs are UUIDs that end with the id of the span.
  const run = `00000000-0000-0000-${spanId.slice(0, 4)}-${spanId.slice(4)}`;
  return `${web}/o/${place.tenant}/projects/p/${place.project}/r/${run}?poll=true`;
}

/** Asks until something is found, so many times at most; null where nothing is. */
async function lookUp<Found>(
  url: string,
  headers: Headers,
  find: (answer: unknown) => Found | null,
  lookups: number,
): Promise<Found | null> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const dispatcher = dispatcherFor(url);
  try {
    for (let lookup = 1; lookup <= lookups; lookup += 1) {
      const { statusCode, body } = await request(url, { headers, signal, dispatcher });
      const answer: unknown = await body.json();
      const found = statusCode === 200 ? find(answer) : null;
      if (found !== null || statusCode !== 200) return found;
      if (lookup < lookups) await pause(BETWEEN_LOOKUPS_MS, undefined, { signal });
    }
  } catch {
    // A link is a convenience: whatever keeps a service from telling, the run is done.
  } finally {
    await dispatcher.destroy();
  }
  return null;
}

function langSmithPlace(answer: unknown): { readonly tenant: string; readonly project: string } | null {
  const first = firstOf(answer);
  const [tenant, project] = [idIn(first, "tenant_id"), idIn(first, "id")];
  return tenant === null || project === null ? null : { tenant, project };
}

/** Keys of Langfuse belong to one project each. */
function langfuseProject(answer: unknown): string | null {
  return idIn(firstOf(valueIn(answer, "data")), "id");
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : null;
}

function valueIn(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && key in value ? (value as Record<string, unknown>)[key] : null;
}

function idIn(value: unknown, key: string): string | null {
  const id = valueIn(value, key);
  return typeof id === "string" && /^[\w-]{1,64}$/.test(id) ? id : null;
}

/**
 * Where people see what the API at `endpoint` holds: `eu.api.smith.langchain.com` is shown at `eu.smith.langchain.com`, an
 * installation of one's own above its `/api/v1`. Without a slash at its end.
 */
export function webAddress(endpoint: string): string {
  const url = new URL(endpoint);
  const cloud = /^((?:[\w-]+\.)*)api\.(smith\.langchain\.com)$/.exec(url.hostname);
  if (cloud !== null) return `https://${cloud[1] ?? ""}${cloud[2] ?? ""}`;
  return `${url.origin}${url.pathname.replace(/(\/api(\/v1)?)?\/*$/, "")}`;
}
