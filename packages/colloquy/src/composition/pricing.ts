import { findListPricing } from "../adapters/genai-prices/index.ts";
import { type PriceFile, readPriceFile, redact } from "../config/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { Extractor, ModelStage, Pricing } from "../ports/index.ts";
import { flatPricing, freePricing, unknownPricing } from "./flat-pricing.ts";
import { chatSettings, embeddingSettings, type ModelSettings } from "./models/model-settings.ts";
import type { RunOptions } from "./run-options.ts";

type StagePricing = Readonly<Record<ModelStage, Pricing>>;

/** Of a model of the caller's own. */
interface OwnModel {
  readonly profile: string;
  readonly paid: boolean;
}

/**
 * The prices of each stage: from the user's file, else from the list, else unknown. What runs on this machine is free.
 * Sends no call.
 *
 * @param now for prices that depend on the date.
 * @throws ColloquyError `configuration` when the file of prices cannot be read or is wrong.
 */
export async function findPricing(options: RunOptions, now: () => Date = () => new Date()): Promise<StagePricing> {
  const file = options.prices === undefined ? null : readPriceFile(options.prices, process.cwd());
  const { extractor, embeddingModel } = options.ports ?? {};
  const [extraction, embedding] = await Promise.all([
    extractor === undefined ? ofNamed(chatSettings(options), file, now) : ofOwn(extractor, file),
    embeddingModel === undefined ? ofNamed(embeddingSettings(options), file, now) : ofOwn(embeddingModel, file),
  ]);
  return { extract: extraction ?? freePricing("rules"), embed: embedding ?? freePricing("hashed words") };
}

/**
 * Checks that a budget can be kept.
 *
 * @throws ColloquyError `configuration` where the price of a model of this run is not known, or the highest cost of its calls.
 */
export function requirePrices({ maxCostUsd, skipKg, skipEmbeddings, ports }: RunOptions, pricing: StagePricing): void {
  if (maxCostUsd === undefined) return;
  if (skipKg !== true) requireCost(ports?.extractor);
  if (skipKg !== true) requirePrice(pricing.extract, { inputTokens: 1, maxOutputTokens: 1 });
  if (skipEmbeddings !== true) requirePrice(pricing.embed, { inputTokens: 1, maxOutputTokens: 0 });
}

/** Sentences on why the prices of this run's models may be wrong. */
export function priceCaveats(
  { skipKg, skipEmbeddings }: Pick<RunOptions, "skipKg" | "skipEmbeddings">,
  pricing: StagePricing,
): readonly string[] {
  const asked = [...(skipKg === true ? [] : [pricing.extract]), ...(skipEmbeddings === true ? [] : [pricing.embed])];
  return asked.flatMap(({ caveat }) => caveat ?? []);
}

/** A budget needs the method `cost`, which an extractor of the caller's own may lack. */
function requireCost(extractor: Extractor | undefined): void {
  if (extractor === undefined || !extractor.paid || extractor.cost !== undefined) return;
  throw new ColloquyError(
    "configuration",
    `The extractor ${extractor.profile} does not tell what a batch may cost, so --max-cost cannot be kept: give it a method \`cost\`, or leave --max-cost out.`,
  );
}

function requirePrice(pricing: Pricing, call: Parameters<Pricing["mostOf"]>[0]): void {
  if (pricing.mostOf(call) !== null) return;
  const { model, prices } = pricing;
  const what = prices === null ? "The price" : "The price of the output";
  const example = call.maxOutputTokens === 0 ? "{ input: 0.02 }" : "{ input: 0.15, output: 0.6 }";
  throw new ColloquyError(
    "configuration",
    `${what} of ${model} is not known, so --max-cost cannot be kept: give it in a file with --prices, in US dollars a million tokens (\`${model}: ${example}\`), or leave --max-cost out.`,
  );
}

/** Null where no model is named. */
async function ofNamed(
  settings: ModelSettings | null,
  file: PriceFile | null,
  now: () => Date,
): Promise<Pricing | null> {
  if (settings === null) return null;
  const { provider, model, baseUrl } = settings;
  const name = `${provider}:${model}`;
  const written = ofFile(name, file);
  if (written !== null) return written;
  const listed = await findListPricing(provider, model, now);
  if (listed === null) return unknownPricing(name);
  return baseUrl === null ? listed : elsewhere(listed, redact(baseUrl));
}

/**
 * The prices of an earlier run's profile, as of today.
 * @param profile as the ledger has it.
 */
export async function pricingOfProfile(
  profile: string,
  options: Pick<RunOptions, "prices">,
  known: StagePricing,
  now: () => Date = () => new Date(),
): Promise<Pricing> {
  const name = modelIn(profile);
  const same = [known.extract, known.embed].find(({ model }) => model === name);
  if (same !== undefined) return same;
  const file = options.prices === undefined ? null : readPriceFile(options.prices, process.cwd());
  const [provider = "", ...model] = name.split(":");
  return ofFile(name, file) ?? (await findListPricing(provider, model.join(":"), now)) ?? unknownPricing(name);
}

/** The model of a profile: versions of prompt and ontology follow it, or the dimensions of its vectors. */
function modelIn(profile: string): string {
  const [model = profile] = profile.split(/\s/);
  return model.replace(/\/\d+$/, "");
}

function ofOwn({ profile, paid }: OwnModel, file: PriceFile | null): Pricing {
  const name = modelIn(profile);
  return paid ? (ofFile(name, file) ?? unknownPricing(name)) : freePricing(name);
}

function ofFile(name: string, file: PriceFile | null): Pricing | null {
  const written = file?.find(name) ?? null;
  return file === null || written === null ? null : flatPricing(name, file.name, written);
}

/** A proxy bills the model behind it, and a rehearsal shows what the model itself would cost. */
function elsewhere(listed: Pricing, address: string): Pricing {
  return {
    model: listed.model,
    source: `${listed.source} for ${listed.model}; the server at ${address} may bill otherwise`,
    prices: listed.prices,
    ...(listed.caveat === undefined ? {} : { caveat: listed.caveat }),
    cost: (usage) => listed.cost(usage),
    mostOf: (cost) => listed.mostOf(cost),
  };
}
