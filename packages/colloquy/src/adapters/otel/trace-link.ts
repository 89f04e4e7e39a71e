import { setTimeout as pause } from "node:timers/promises";
import { request } from "undici";
import type { TraceLink } from "../../model/index.ts";
import { dispatcherFor } from "./dispatcher.ts";
import { type LangSmithProject, showAddress, type TraceDestination, type TraceSite } from "./settings/index.ts";
import type { RootIds } from "./spans.ts";

/** LangSmith creates a project after it has processed its first spans. */
const LOOKUPS = 3;
const BETWEEN_LOOKUPS_MS = 500;
const PATIENCE_MS = 3_000;

/** The address of a run's trace. Takes at most three seconds and never throws. */
export async function traceLink(destination: TraceDestination, root: RootIds): Promise<TraceLink> {
  const { site, headers, url } = destination;
  const page = site === null ? null : await pageOf(site, headers, root);
  return { traceId: root.traceId, receiver: showAddress(url), url: page };
}

type Headers = TraceDestination["headers"];

async function pageOf(site: LangSmithProject | TraceSite, headers: Headers, root: RootIds): Promise<string | null> {
  if (site.kind === "langsmith") return langSmithPage(site, headers, root);
  // Phoenix redirects from the id of the trace to its page.
  if (site.kind === "phoenix") return `${site.web}/redirects/traces/${root.traceId}`;
  const project = await lookUp(`${site.web}/api/public/projects`, headers, langfuseProject, 1);
  return project === null ? null : `${site.web}/project/${project}/traces/${root.traceId}`;
}

/** The page of the run; the list of projects if LangSmith does not report the project's id. */
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

/** Asks until something is found, at most `lookups` times; null if nothing is found. */
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
    // The link is optional, and the run is complete.
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

/** A Langfuse key belongs to one project. */
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
 * The web address for the API at `endpoint`: `eu.smith.langchain.com` for `eu.api.smith.langchain.com`; for a private
 * installation, the address without `/api/v1`. Without a slash at its end.
 */
export function webAddress(endpoint: string): string {
  const url = new URL(endpoint);
  const cloud = /^((?:[\w-]+\.)*)api\.(smith\.langchain\.com)$/.exec(url.hostname);
  if (cloud !== null) return `https://${cloud[1] ?? ""}${cloud[2] ?? ""}`;
  return `${url.origin}${url.pathname.replace(/(\/api(\/v1)?)?\/*$/, "")}`;
}
