import { setTimeout as pause } from "node:timers/promises";
import { request } from "undici";
import { dispatcherFor } from "./dispatcher.ts";
import type { LangSmithProject, TraceDestination } from "./settings/index.ts";
import { webAddress } from "./web-address.ts";

/** LangSmith makes a project when it has worked through the first spans of it. */
const LOOKUPS = 3;
const BETWEEN_LOOKUPS_MS = 500;
const PATIENCE_MS = 3_000;

/**
 * Where a run can be seen in LangSmith; its projects where LangSmith does not tell which is the one. Takes three seconds
 * at most and never throws.
 */
export async function runLink(
  destination: TraceDestination,
  langSmith: LangSmithProject,
  spanId: string,
): Promise<string> {
  const web = webAddress(langSmith.endpoint);
  const place = await findProject(destination, langSmith, AbortSignal.timeout(PATIENCE_MS));
  if (place === null) {
    return langSmith.workspaceId === null ? `${web}/projects` : `${web}/o/${langSmith.workspaceId}/projects`;
  }
  return `${web}/o/${place.tenant}/projects/p/${place.project}/r/${runIdOf(spanId)}?poll=true`;
}

/** LangSmith's ids of runs are UUIDs that end with the id of the span. */
function runIdOf(spanId: string): string {
  return `00000000-0000-0000-${spanId.slice(0, 4)}-${spanId.slice(4)}`;
}

interface Place {
  readonly tenant: string;
  readonly project: string;
}

async function findProject(
  { headers }: TraceDestination,
  { endpoint, project }: LangSmithProject,
  signal: AbortSignal,
): Promise<Place | null> {
  const url = `${endpoint}/sessions?name=${encodeURIComponent(project)}&limit=1`;
  const dispatcher = dispatcherFor(url);
  try {
    for (let lookup = 1; lookup <= LOOKUPS; lookup += 1) {
      const { statusCode, body } = await request(url, { headers, signal, dispatcher });
      const answer: unknown = await body.json();
      const place = statusCode === 200 ? placeIn(answer) : null;
      if (place !== null || statusCode !== 200) return place;
      if (lookup < LOOKUPS) await pause(BETWEEN_LOOKUPS_MS, undefined, { signal });
    }
  } catch {
    // A link is a convenience: whatever keeps LangSmith from telling, the run is done.
  } finally {
    await dispatcher.destroy();
  }
  return null;
}

function placeIn(answer: unknown): Place | null {
  const first: unknown = Array.isArray(answer) ? answer[0] : null;
  if (typeof first !== "object" || first === null || !("id" in first) || !("tenant_id" in first)) return null;
  const { id, tenant_id: tenant } = first;
  const isId = (value: unknown): value is string => typeof value === "string" && /^[\w-]{1,64}$/.test(value);
  return isId(id) && isId(tenant) ? { tenant, project: id } : null;
}
