import { readKeyValues } from "./key-values.ts";
import { readLangSmithDestination, wantsLangSmith } from "./lang-smith.ts";
import { readOtlpDestination } from "./otlp.ts";
import { traceSite } from "./trace-site.ts";
import type { TraceDestination, TraceEnvironment, TraceSettings, Warn } from "./trace-settings.ts";

/**
 * Reads the trace settings from the environment. OpenTelemetry's own reading of the process's variables is not used: it
 * would miss `.env`, and would send the headers of one receiver to every other.
 */
export function readTraceSettings(environment: TraceEnvironment): TraceSettings {
  const warnings: string[] = [];
  const warn: Warn = (sentence) => void warnings.push(sentence);
  const disabled = environment.OTEL_SDK_DISABLED?.trim().toLowerCase() ?? "";
  if (disabled === "true") {
    if (wantsLangSmith(environment)) {
      warn("OTEL_SDK_DISABLED is true, so no traces are sent to LangSmith either; unset it to send them.");
    }
    return { destinations: [], resource: {}, warnings };
  }
  const langSmith = readLangSmithDestination(environment, warn);
  const otlp = readOtlpDestination(environment, warn);
  const destinations = [langSmith, otlp].filter((each) => each !== null).filter(isFirstOfItsAddress);
  if (destinations.length > 0 && disabled !== "" && disabled !== "false") {
    warn(
      "OTEL_SDK_DISABLED is neither true nor false, so it disables nothing and traces are sent; set it to true to send none.",
    );
  }
  const resource = destinations.length === 0 ? {} : resourceOf(environment, warn);
  return { destinations: destinations.map((each) => withSite(each, resource)), resource, warnings };
}

function withSite(destination: TraceDestination, resource: TraceSettings["resource"]): TraceDestination {
  return { ...destination, site: destination.site ?? traceSite(new URL(destination.url), resource) };
}

/** LangSmith may be configured in both ways. It gets each span once. */
function isFirstOfItsAddress({ url }: TraceDestination, at: number, all: readonly TraceDestination[]): boolean {
  return all.findIndex((each) => each.url === url) === at;
}

function resourceOf(environment: TraceEnvironment, warn: Warn): Record<string, string> {
  const variable = "OTEL_RESOURCE_ATTRIBUTES";
  const name = environment.OTEL_SERVICE_NAME?.trim();
  return {
    "service.name": "colloquy",
    ...readKeyValues(environment[variable], variable, warn),
    ...(name ? { "service.name": name } : {}),
  };
}
