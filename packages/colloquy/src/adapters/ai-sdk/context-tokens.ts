import { asRecord } from "./as-record.ts";
import type { ProviderConnection } from "./connection/connection.ts";
import type { Endpoint } from "./endpoint.ts";
import { Exchange } from "./connection/exchange.ts";

const MAX_BYTES = 16_000_000;
const PATIENCE_MS = 5_000;

/** Fields for the tokens of a model's context: vLLM; OpenRouter, Together; LM Studio; Mistral. */
const FIELDS = ["max_model_len", "context_length", "max_context_length", "loaded_context_length"] as const;

/**
 * How many tokens prompt and reply may have together, from the list of models of an API that is compatible with OpenAI's;
 * null if it does not report it, or if there is no list. llama.cpp reports the size of a slot in `meta`, older versions under
 * /props.
 */
export async function readContextTokens(
  endpoint: Endpoint,
  connection: ProviderConnection,
  signal: AbortSignal,
): Promise<number | null> {
  if (!endpoint.compatible || endpoint.baseUrl === null) return null;
  const models = await readJson(`${endpoint.baseUrl}/models`, endpoint, connection, signal);
  const list = asRecord(models)?.["data"];
  const entries = Array.isArray(list) ? list.map(asRecord) : [];
  const entry = entries.find((one) => one?.["id"] === endpoint.model) ?? (entries.length === 1 ? entries[0] : null);
  for (const field of FIELDS) {
    const tokens = asTokens(entry?.[field]);
    if (tokens !== null) return tokens;
  }
  if (entry?.["owned_by"] !== "llamacpp") return null;
  const slot = asTokens(asRecord(entry["meta"])?.["n_ctx"]);
  if (slot !== null) return slot;
  const properties = await readJson(endpoint.baseUrl.replace(/\/v1$/, "/props"), endpoint, connection, signal);
  return asTokens(asRecord(asRecord(properties)?.["default_generation_settings"])?.["n_ctx"]);
}

/** Null for any failure: the number is optional, and the user can give it. */
async function readJson(
  url: string,
  endpoint: Endpoint,
  connection: ProviderConnection,
  signal: AbortSignal,
): Promise<unknown> {
  const exchange = new Exchange({ streamed: false, maxReplyBytes: MAX_BYTES });
  const init = {
    headers: endpoint.apiKey === null ? {} : { authorization: `Bearer ${endpoint.apiKey}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
  };
  try {
    const response = await connection.exchanges.run(exchange, () => connection.fetch(url, init));
    const text = await response.text();
    return response.ok ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function asTokens(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : null;
}
