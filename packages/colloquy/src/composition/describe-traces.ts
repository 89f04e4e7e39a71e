import { readTraceSettings, showAddress } from "../adapters/otel/settings/index.ts";
import type { Environment } from "../config/index.ts";

/** A receiver of traces, without its key. */
export interface TraceReceiver {
  /** Without credentials and query. */
  readonly address: string;
  /** The variables that name the address, and where the key is looked for. */
  readonly addressFrom: string;
  readonly keyFrom: string;
  /** Whether there is a key, or another header of the user's own. */
  readonly hasKey: boolean;
  /** The LangSmith project; null for any other receiver. */
  readonly project: string | null;
}

/** Where the environment sends the traces of runs, and what of it has no effect. Calls nobody. */
export function describeTraces(environment: Environment): {
  readonly receivers: readonly TraceReceiver[];
  readonly warnings: readonly string[];
} {
  const { destinations, warnings } = readTraceSettings(environment);
  const receivers = destinations.map(({ url, headers, addressVariable, keyVariable, site }) => ({
    address: showAddress(url),
    addressFrom: addressVariable,
    keyFrom: keyVariable,
    hasKey: Object.keys(headers).length > 0,
    project: site?.kind === "langsmith" ? site.project : null,
  }));
  return { receivers, warnings };
}
