import { type Address, below, readAddress } from "./address.ts";
import { readHeaders } from "./key-values.ts";
import type { TraceDestination, TraceEnvironment, Warn } from "./trace-settings.ts";

const PREFIX = "OTEL_EXPORTER_OTLP";
const EXAMPLE = "http://localhost:4318";
/** OpenTelemetry's default, and the longest timeout that is accepted: a longer one would delay the end of a run. */
const TIMEOUT_MS = 10_000;

/** The receiver in OpenTelemetry's variables; null if they name none. */
export function readOtlpDestination(environment: TraceEnvironment, warn: Warn): TraceDestination | null {
  const specific = `${PREFIX}_TRACES_ENDPOINT`;
  const isSpecific = Boolean(environment[specific]?.trim());
  const addressVariable = isSpecific ? specific : `${PREFIX}_ENDPOINT`;
  const text = environment[addressVariable]?.trim() ?? "";
  if (text === "" || !isWanted(environment, addressVariable, warn)) return null;
  const address = readAddress(text, addressVariable, isSpecific ? `${EXAMPLE}/v1/traces` : EXAMPLE, warn);
  if (address === null) return null;
  return {
    url: (isSpecific ? address.url : below(address.url, "v1/traces")).href,
    headers: headersOf(environment, address, warn),
    encoding: encodingOf(environment, addressVariable, warn),
    gzip: setting(environment, "COMPRESSION").value === "gzip",
    timeoutMs: timeoutOf(environment),
    addressVariable,
    keyVariable: setting(environment, "HEADERS").variable,
    site: null,
  };
}

/** OpenTelemetry's exporters that do not exist here. A user who chose one wants no traces elsewhere. */
const OTHER_EXPORTERS: ReadonlySet<string> = new Set(["console", "logging", "zipkin", "jaeger", "prometheus"]);

/** An unknown name of an exporter counts as not set, as OpenTelemetry's specification demands. */
function isWanted(environment: TraceEnvironment, addressVariable: string, warn: Warn): boolean {
  const variable = "OTEL_TRACES_EXPORTER";
  const names = (environment[variable] ?? "").split(",").map((name) => name.trim().toLowerCase());
  const other = names.find((name) => !["", "otlp", "none"].includes(name));
  const isSent = names.includes("otlp") || !names.some((name) => name === "none" || OTHER_EXPORTERS.has(name));
  if (other !== undefined) {
    const which = OTHER_EXPORTERS.has(other) ? other : "an unknown name";
    warn(
      `${variable} has ${which}, but traces can only be sent as otlp: ${isSent ? "they are" : "none are"} sent to ${addressVariable}. Set it to otlp or none, or unset it.`,
    );
  }
  return isSent;
}

function headersOf(environment: TraceEnvironment, address: Address, warn: Warn): Record<string, string> {
  const names = [`${PREFIX}_HEADERS`, `${PREFIX}_TRACES_HEADERS`];
  return Object.assign({}, address.headers, ...names.map((name) => readHeaders(environment[name], name, warn)));
}

function encodingOf(environment: TraceEnvironment, addressVariable: string, warn: Warn): TraceDestination["encoding"] {
  const { variable, value } = setting(environment, "PROTOCOL");
  if (value === "http/json") return "json";
  if (value !== "" && value !== "http/protobuf") {
    warn(
      `${variable} is ${value.slice(0, 40)}, but traces can only be sent as http/protobuf or http/json: ` +
        `http/protobuf is used. Set ${addressVariable} to the receiver's HTTP port (usually 4318).`,
    );
  }
  return "protobuf";
}

function timeoutOf(environment: TraceEnvironment): number {
  const wanted = Number(setting(environment, "TIMEOUT").value);
  return wanted > 0 ? Math.min(wanted, TIMEOUT_MS) : TIMEOUT_MS;
}

/** A variable for traces comes before the variable for all signals. */
function setting(environment: TraceEnvironment, what: string): { readonly variable: string; readonly value: string } {
  const specific = `${PREFIX}_TRACES_${what}`;
  const variable = environment[specific]?.trim() ? specific : `${PREFIX}_${what}`;
  return { variable, value: environment[variable]?.trim() ?? "" };
}
