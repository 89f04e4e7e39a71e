import { readFileSync } from "node:fs";
import { readTraceSettings } from "../adapters/otel/settings/index.ts";
import type { Environment } from "../options/index.ts";
import { redact } from "../text/index.ts";
import { UNTRACED } from "../calls/index.ts";
import type { Telemetry } from "../ports/index.ts";

export interface TelemetryOptions {
  /** Variables of the process and of `.env`. */
  readonly environment: Environment;
  /** Whether traces hold prompts and replies. */
  readonly traceContent: boolean;
  /** Receives a sentence about a setting without effect, and about each receiver that cannot be reached. */
  readonly warn: (sentence: string) => void;
}

/** Telemetry for runs without traces. */
export const NO_TELEMETRY: Telemetry = {
  wantsContent: false,
  run: () => UNTRACED,
  links: async () => [],
  [Symbol.asyncDispose]: async () => {},
};

/**
 * Opens the receivers that the environment names: LangSmith (`LANGSMITH_TRACING`), any OTLP receiver
 * (`OTEL_EXPORTER_OTLP_ENDPOINT`), or both. Without a receiver, OpenTelemetry is not loaded. Wrong settings cause
 * warnings, never an error.
 */
export async function openTelemetry({ environment, traceContent, warn }: TelemetryOptions): Promise<Telemetry> {
  const settings = readTraceSettings(environment);
  for (const warning of settings.warnings) warn(warning);
  if (settings.destinations.length === 0) return NO_TELEMETRY;
  const { openOtelTelemetry } = await import("../adapters/otel/index.ts");
  return openOtelTelemetry(settings, { traceContent, version: packageVersion(), warn, redact });
}

function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const description: unknown = JSON.parse(text);
  const isDescribed = typeof description === "object" && description !== null && "version" in description;
  return isDescribed ? String(description.version) : "0";
}
