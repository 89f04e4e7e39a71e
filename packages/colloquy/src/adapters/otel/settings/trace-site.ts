import type { TraceSettings, TraceSite } from "./trace-settings.ts";

const PATHS = { langfuse: "/api/public/otel/v1/traces", phoenix: "/v1/traces" } as const;
const PHOENIX_PORT = "6006";
const PHOENIX_CLOUD = /(^|\.)phoenix\.arize\.com$/;
/** A collector may forward traces to Phoenix, but has no pages itself. */
const COLLECTOR_PORT = "4318";
const PHOENIX_PROJECT = "openinference.project.name";

/**
 * The site with the traces that are posted to `url`. Langfuse is recognised by its path, Phoenix by its port, its domain, or a
 * project attribute. Null for any other receiver.
 */
export function traceSite(url: URL, resource: TraceSettings["resource"]): TraceSite | null {
  const kind = url.pathname.endsWith(PATHS.langfuse) ? "langfuse" : isPhoenix(url, resource) ? "phoenix" : null;
  if (kind === null) return null;
  return { kind, web: `${url.origin}${url.pathname.slice(0, -PATHS[kind].length)}` };
}

function isPhoenix({ hostname, port, pathname }: URL, resource: TraceSettings["resource"]): boolean {
  if (!pathname.endsWith(PATHS.phoenix)) return false;
  const isNamed = resource[PHOENIX_PROJECT] !== undefined && port !== COLLECTOR_PORT;
  return port === PHOENIX_PORT || PHOENIX_CLOUD.test(hostname) || isNamed;
}
