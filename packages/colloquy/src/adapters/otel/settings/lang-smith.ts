import { below, readAddress } from "./address.ts";
import { isHeader } from "./key-values.ts";
import { isFalse, isTrue, type TraceDestination, type TraceEnvironment, type Warn } from "./trace-settings.ts";

const DEFAULT_ENDPOINT = "https://api.smith.langchain.com";
const TIMEOUT_MS = 10_000;

/** Whether LangSmith is enabled, by any of the variables that its own libraries read. */
export function wantsLangSmith(environment: TraceEnvironment): boolean {
  const decisive = decisiveSwitch(environment);
  return decisive !== undefined && isTrue(environment[decisive]);
}

function decisiveSwitch(environment: TraceEnvironment): string | undefined {
  const names = ["LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2", "LANGCHAIN_TRACING"];
  return names.find((name) => environment[name]?.trim());
}

function warnOfVainSwitch(environment: TraceEnvironment, warn: Warn): void {
  const decisive = decisiveSwitch(environment);
  if (decisive === undefined || isFalse(environment[decisive])) return;
  warn(
    `${decisive} is neither true nor false, so no traces are sent to LangSmith; set it to true to send them, or unset it.`,
  );
}

/** LangSmith's OTLP receiver; null if it is not enabled, or, after a warning, if its key is missing. */
export function readLangSmithDestination(environment: TraceEnvironment, warn: Warn): TraceDestination | null {
  if (!wantsLangSmith(environment)) {
    warnOfVainSwitch(environment, warn);
    return null;
  }
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
  const named = setting(environment, "PROJECT");
  const project = named.value || "default";
  const workspaceId = environment.LANGSMITH_WORKSPACE_ID?.trim() || null;
  const sent: readonly SentSetting[] = [
    { ...key, header: "x-api-key", mend: "Copy the key once more" },
    {
      header: "langsmith-project",
      variable: named.variable,
      value: project,
      mend: "Name the project in ASCII (letters from A to Z, digits), or unset it",
    },
    {
      header: "x-tenant-id",
      variable: "LANGSMITH_WORKSPACE_ID",
      value: workspaceId ?? "",
      mend: "Copy the id once more",
    },
  ];
  const bad = sent.find(({ header, value }) => !isHeader(header, value));
  if (bad !== undefined) {
    warn(`${bad.variable} has characters that HTTP headers cannot send: no traces are sent to LangSmith. ${bad.mend}.`);
    return null;
  }
  return {
    url: below(address.url, "otel/v1/traces").href,
    headers: { ...address.headers, ...headersOf(sent) },
    encoding: "protobuf",
    gzip: false,
    timeoutMs: TIMEOUT_MS,
    addressVariable: endpoint.variable,
    keyVariable: key.variable,
    site: { kind: "langsmith", endpoint: address.url.href.replace(/\/+$/, ""), project, workspaceId },
  };
}

/** A setting that is sent as a header, unless it is empty. */
interface SentSetting {
  readonly header: string;
  readonly variable: string;
  readonly value: string;
  /** What to do if it cannot be sent. */
  readonly mend: string;
}

function headersOf(sent: readonly SentSetting[]): Record<string, string> {
  return Object.fromEntries(sent.filter(({ value }) => value !== "").map(({ header, value }) => [header, value]));
}

/** The older variable counts if the newer one is not set. */
function setting(environment: TraceEnvironment, what: string): { readonly variable: string; readonly value: string } {
  const older = `LANGCHAIN_${what}`;
  const newer = `LANGSMITH_${what}`;
  const variable = !environment[newer]?.trim() && environment[older]?.trim() ? older : newer;
  return { variable, value: environment[variable]?.trim() ?? "" };
}
