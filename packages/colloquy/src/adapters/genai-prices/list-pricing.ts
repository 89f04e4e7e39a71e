import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { calcPrice, ModelPrice, Provider } from "@pydantic/genai-prices";
import type { CallTokens, Pricing, Usage } from "../../ports/index.ts";
import { isSameModel } from "./same-model.ts";

const PACKAGE = "@pydantic/genai-prices";

/** Names of our providers in the list, when they differ. */
const LISTED_AS: ReadonlyMap<string, string> = new Map([
  ["togetherai", "together"],
  ["xai", "x-ai"],
]);

/**
 * Models whose price in the list is another provider's. OpenAI does not serve its open weights; the providers that do
 * set their own prices.
 */
const SOLD_BY_OTHERS: ReadonlyMap<string, RegExp> = new Map([["openai", /^gpt-oss/i]]);

/** A name that the provider assigns to another model from time to time. */
const ALIAS = /(?:^|[-@])latest$/i;

type Calculate = typeof calcPrice;
type Tokens = Parameters<Calculate>[0];

/**
 * The prices of a model in the list of @pydantic/genai-prices; null if the list does not have this model of this
 * provider. The installed list is loaded on the first use, without a request.
 * @param provider as `parseModelName` returns it.
 * @param now for prices that depend on the date or the hour: the time at which a reply is complete.
 */
export async function findListPricing(
  provider: string,
  model: string,
  now: () => Date = () => new Date(),
): Promise<Pricing | null> {
  if (SOLD_BY_OTHERS.get(provider)?.test(model) === true) return null;
  const { calcPrice } = await import("@pydantic/genai-prices");
  const providerId = LISTED_AS.get(provider) ?? provider;
  const found = calcPrice({}, model, { providerId, timestamp: now() });
  // The list also finds some models under another provider, and some providers within other names.
  const isTheirs = found?.provider.id === providerId && found.provider.models.includes(found.model);
  if (found === null || !isTheirs || !isSameModel(found.model, model)) return null;
  // Without an input price the list bills by the hour or the page, or knows a free tier only.
  if (priceOf(found.model_price, "input_mtok") === null) return null;
  // A list of this model only, so a reply does not start a search.
  const { id, name, api_pattern } = found.provider;
  const only = { id, name, api_pattern, models: [found.model] };
  return new ListPricing(`${provider}:${model}`, only, model, found.model_price, calcPrice, now);
}

class ListPricing implements Pricing {
  readonly model: string;
  readonly source = `list of ${PACKAGE} ${installedVersion()}`;
  readonly prices: NonNullable<Pricing["prices"]>;
  readonly caveat?: string;
  readonly #only: Provider;
  readonly #name: string;
  readonly #calculate: Calculate;
  readonly #now: () => Date;

  constructor(model: string, only: Provider, name: string, prices: ModelPrice, calculate: Calculate, now: () => Date) {
    this.model = model;
    const cacheWrite = priceOf(prices, "cache_write_mtok");
    this.prices = {
      input: priceOf(prices, "input_mtok"),
      cachedInput: priceOf(prices, "cache_read_mtok"),
      ...(cacheWrite === null ? {} : { cacheWrite }),
      output: priceOf(prices, "output_mtok"),
    };
    if (ALIAS.test(name)) this.caveat = describeAlias(model, this.source);
    this.#only = only;
    this.#name = name;
    this.#calculate = calculate;
    this.#now = now;
  }

  cost({ inputTokens, cachedInputTokens, cacheWrittenTokens = 0, outputTokens }: Usage): number | null {
    // Contradictory counts must not fail a run.
    const cached = Math.min(cachedInputTokens, inputTokens);
    return this.#sum({
      input_tokens: inputTokens,
      cache_read_tokens: cached,
      cache_write_tokens: Math.min(cacheWrittenTokens, inputTokens - cached),
      output_tokens: outputTokens,
    });
  }

  mostOf({ inputTokens, maxOutputTokens }: CallTokens): number | null {
    const plain = this.#sum({ input_tokens: inputTokens, output_tokens: maxOutputTokens });
    // Some providers charge more for input that they write into their cache.
    const written = this.#sum({
      input_tokens: inputTokens,
      cache_write_tokens: inputTokens,
      output_tokens: maxOutputTokens,
    });
    return plain === null || written === null ? null : Math.max(plain, written);
  }

  /** The list takes a missing price for 0, but bills cached input without a price as other input. */
  #sum(tokens: Tokens): number | null {
    if (this.prices.output === null && (tokens.output_tokens ?? 0) > 0) return null;
    const options = { provider: this.#only, timestamp: this.#now() };
    return this.#calculate(tokens, this.#name, options)?.total_price ?? null;
  }
}

/** The price for a small call, if large calls cost more a token. */
function priceOf(prices: ModelPrice, key: string): number | null {
  const price = prices[key];
  if (price === undefined) return null;
  return typeof price === "number" ? price : price.base;
}

function describeAlias(model: string, source: string): string {
  return `${model} is an alias whose model changes from time to time, and its price in the ${source} may be outdated. Name the model itself, or set its price in a file with --prices.`;
}

function installedVersion(): string {
  const entry = createRequire(import.meta.url).resolve(PACKAGE);
  const manifest: unknown = JSON.parse(readFileSync(join(dirname(entry), "..", "package.json"), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "";
}
