import { readTraceSettings, showAddress } from "../adapters/otel/settings/index.ts";
import type { Environment } from "../options/index.ts";

/** A receiver of traces, without its key. */
export interface TraceReceiver {
  /** The address without credentials and query. */
  readonly address: string;
  /** The environment variables of the address and of the key. */
  readonly addressFrom: string;
  readonly keyFrom: string;
  /** Whether a key or another header is set. */
  readonly hasKey: boolean;
  /** The LangSmith project; null for other receivers. */
  readonly project: string | null;
}

/** Lists the receivers of traces that the environment names, and warns about settings without effect. Sends no call. */
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
