import { below, readAddress } from "./address.ts";
import { isHeader } from "./key-values.ts";
import { isTrue, type TraceDestination, type TraceEnvironment, type Warn } from "./trace-settings.ts";

const DEFAULT_ENDPOINT = "https://api.smith.langchain.com";
const TIMEOUT_MS = 10_000;

/** Whether LangSmith is asked for, by any of the names that its own libraries know. */
export function wantsLangSmith(environment: TraceEnvironment): boolean {
  const names = ["LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2", "LANGCHAIN_TRACING"];
  const decisive = names.find((name) => environment[name]?.trim());
  return decisive !== undefined && isTrue(environment[decisive]);
}

/** LangSmith's receiver of OTLP; null where nobody asks for it, or, after a warning, where its key is missing. */
export function readLangSmithDestination(environment: TraceEnvironment, warn: Warn): TraceDestination | null {
  if (!wantsLangSmith(environment)) return null;
  const key = setting(environment, "API_KEY");
  if (key.value === "") {
    warn(
      "Tracing to LangSmith is switched on, but LANGSMITH_API_KEY is not set: no traces are sent there. " +
        "Set it, or unset LANGSMITH_TRACING.",
    );
    return null;
  }
  const endpoint = setting(environment, "ENDPOINT");
  const address = readAddress(endpoint.value || DEFAULT_ENDPOINT, endpoint.variable, DEFAULT_ENDPOINT, warn);
  if (address === null) return null;
  const project = setting(environment, "PROJECT").value || "default";
  const workspaceId = environment.LANGSMITH_WORKSPACE_ID?.trim() || null;
  const headers = {
    ...address.headers,
    "x-api-key": key.value,
    "langsmith-project": project,
    ...(workspaceId === null ? {} : { "x-tenant-id": workspaceId }),
  };
  const bad = Object.entries(headers).find(([name, value]) => !isHeader(name, value));
  if (bad !== undefined) {
    const [header] = bad;
    warn(
      `${variableOf(header, key.variable)} holds characters that no HTTP header may hold: no traces are sent to LangSmith.`,
    );
    return null;
  }
  return {
    url: below(address.url, "otel/v1/traces").href,
    headers,
    encoding: "protobuf",
    gzip: false,
    timeoutMs: TIMEOUT_MS,
    addressVariable: endpoint.variable,
    keyVariable: key.variable,
    langSmith: { endpoint: address.url.href.replace(/\/+$/, ""), project, workspaceId },
  };
}

function variableOf(header: string, keyVariable: string): string {
  if (header === "langsmith-project") return "LANGSMITH_PROJECT";
  return header === "x-tenant-id" ? "LANGSMITH_WORKSPACE_ID" : keyVariable;
}

/** The older name counts where the newer one is not set. */
function setting(environment: TraceEnvironment, what: string): { readonly variable: string; readonly value: string } {
  const older = `LANGCHAIN_${what}`;
  const newer = `LANGSMITH_${what}`;
  const variable = !environment[newer]?.trim() && environment[older]?.trim() ? older : newer;
  return { variable, value: environment[variable]?.trim() ?? "" };
}
