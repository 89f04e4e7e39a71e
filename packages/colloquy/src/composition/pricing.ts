import { findListPricing } from "../adapters/genai-prices/index.ts";
import { type PriceFile, readPriceFile } from "../config/index.ts";
import { redact } from "../text/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { ChatModel, Extractor, ModelStage, Pricing, QuestionPort } from "../ports/index.ts";
import { flatPricing, freePricing, unknownPricing } from "./flat-pricing.ts";
import {
  chatSettings,
  embeddingSettings,
  LOCAL,
  type ModelSettings,
  resolutionSettings,
} from "./models/model-settings.ts";
import type { ModelOptions } from "./models/model-options.ts";
import { isVerified } from "./models/find-models.ts";
import type { RunOptions } from "./run-options.ts";

type StagePricing = Readonly<Record<ModelStage, Pricing>>;

/** A model of the caller. */
interface OwnModel {
  readonly profile: string;
  readonly paid: boolean;
}

/**
 * Finds the prices of each stage: in the user's file, else in the list, else unknown. Local work is free. Sends no
 * call.
 *
 * @param now for prices that depend on the date.
 * @throws ColloquyError `configuration` when the price file cannot be read or is wrong.
 */
export async function findPricing(options: RunOptions, now: () => Date = () => new Date()): Promise<StagePricing> {
  const file = options.prices === undefined ? null : readPriceFile(options.prices, process.cwd());
  const { extractor, embeddingModel, nameJudge, statementChecker, summariser } = options.ports ?? {};
  const [extraction, embedding, checking, judging, summarising] = await Promise.all([
    extractor === undefined ? pricingOfNamed(chatSettings(options), file, now) : pricingOfPort(extractor, file),
    embeddingModel === undefined
      ? pricingOfNamed(embeddingSettings(options), file, now)
      : pricingOfPort(embeddingModel, file),
    statementChecker === undefined
      ? pricingOfNamed(chatSettings(options), file, now)
      : pricingOfPort(statementChecker, file),
    nameJudge === undefined ? pricingOfNamed(resolutionSettings(options), file, now) : pricingOfPort(nameJudge, file),
    summariser === undefined ? pricingOfNamed(chatSettings(options), file, now) : pricingOfPort(summariser, file),
  ]);
  return {
    extract: extraction ?? freePricing("rules"),
    embed: embedding ?? freePricing("hashed words"),
    check: checking ?? freePricing("rules"),
    judge: judging ?? freePricing("rules"),
    summarise: summarising ?? freePricing("rules"),
    // A run answers no question.
    answer: freePricing("rules"),
  };
}

/** As `findPricing`, for the model that answers questions. */
export async function findAnswerPricing(
  options: ModelOptions & Pick<RunOptions, "prices">,
  own: ChatModel | undefined,
  now: () => Date = () => new Date(),
): Promise<Pricing> {
  const file = options.prices === undefined ? null : readPriceFile(options.prices, process.cwd());
  if (own !== undefined) return pricingOfPort({ profile: own.profile, paid: true }, file);
  return (await pricingOfNamed(chatSettings(options), file, now)) ?? freePricing("no model");
}

/**
 * Checks that a budget can be enforced.
 *
 * @throws ColloquyError `configuration` when a price of this run's models, or the highest cost of a call, is unknown.
 */
export function requirePrices(options: RunOptions, pricing: StagePricing): void {
  const { maxCostUsd, skipKg, skipEmbeddings, ports } = options;
  if (maxCostUsd === undefined) return;
  if (skipKg !== true) {
    requireCost("extractor", ports?.extractor);
    requireCost("checker", ports?.statementChecker);
    requireCost("judge", ports?.nameJudge);
    if (options.summaries === true) requireCost("summariser", ports?.summariser);
    const used = [pricing.extract, ...pricingOfQuestions(options, pricing)];
    for (const each of used) requirePrice(each, { inputTokens: 1, maxOutputTokens: 1 });
  }
  if (skipEmbeddings !== true) requirePrice(pricing.embed, { inputTokens: 1, maxOutputTokens: 0 });
}

/** Sentences that explain why the prices of this run's models may be wrong. */
export function priceCaveats(options: RunOptions, pricing: StagePricing): readonly string[] {
  const { skipKg, skipEmbeddings } = options;
  const used = [
    ...(skipKg === true ? [] : [pricing.extract]),
    ...(skipEmbeddings === true ? [] : [pricing.embed]),
    ...(skipKg === true ? [] : pricingOfQuestions(options, pricing)),
  ];
  return [...new Set(used.flatMap(({ caveat }) => caveat ?? []))];
}

/** The prices of the stages of questions that the options ask for. */
function pricingOfQuestions(options: RunOptions, pricing: StagePricing): readonly Pricing[] {
  const isJudged = options.resolutionModel !== undefined || options.ports?.nameJudge !== undefined;
  return [
    ...(isVerified(options) ? [pricing.check] : []),
    ...(isJudged ? [pricing.judge] : []),
    ...(options.summaries === true ? [pricing.summarise] : []),
  ];
}

/** A budget needs the method `callTokens`, which is optional for extractors and ports that answer questions. */
function requireCost(
  what: string,
  port: (OwnModel & Pick<Extractor | QuestionPort<never>, "callTokens">) | undefined,
): void {
  if (port === undefined || !port.paid || port.callTokens !== undefined) return;
  throw new ColloquyError(
    "configuration",
    `The ${what} ${port.profile} does not report the highest cost of a batch, so --max-cost cannot be enforced: add a method \`callTokens\` to it, or omit --max-cost.`,
  );
}

/** @throws ColloquyError `configuration` when the highest cost of a call is unknown. */
export function requirePrice(pricing: Pricing, call: Parameters<Pricing["mostOf"]>[0]): void {
  if (pricing.mostOf(call) !== null) return;
  const { model, prices } = pricing;
  const what = prices === null ? "The price" : "The price of the output";
  const example = call.maxOutputTokens === 0 ? "{ input: 0.02 }" : "{ input: 0.15, output: 0.6 }";
  throw new ColloquyError(
    "configuration",
    `${what} of ${model} is unknown, so --max-cost cannot be enforced: set it in a file with --prices, in US dollars per million tokens (\`${model}: ${example}\`), or omit --max-cost.`,
  );
}

/** Null when no model is named. */
async function pricingOfNamed(
  settings: ModelSettings | null,
  file: PriceFile | null,
  now: () => Date,
): Promise<Pricing | null> {
  if (settings === null) return null;
  const { provider, model, baseUrl } = settings;
  const name = `${provider}:${model}`;
  const written = pricingInFile(name, file);
  if (provider === LOCAL) return freePricing(name);
  if (written !== null) return written;
  const listed = await findListPricing(provider, model, now);
  if (listed === null) return unknownPricing(name);
  return baseUrl === null ? listed : throughServer(listed, redact(baseUrl));
}

/**
 * Finds today's prices of a profile from an earlier run.
 * @param profile as stored in the ledger.
 */
export async function pricingOfProfile(
  profile: string,
  options: Pick<RunOptions, "prices">,
  known: StagePricing,
  now: () => Date = () => new Date(),
): Promise<Pricing> {
  const name = modelIn(profile);
  const same = Object.values(known).find(({ model }) => model === name);
  if (same !== undefined) return same;
  const file = options.prices === undefined ? null : readPriceFile(options.prices, process.cwd());
  const [provider = "", ...model] = name.split(":");
  return pricingInFile(name, file) ?? (await findListPricing(provider, model.join(":"), now)) ?? unknownPricing(name);
}

/** Returns the model name of a profile, without prompt version, ontology and dimensions. */
function modelIn(profile: string): string {
  const [model = profile] = profile.split(/\s/);
  return model.replace(/\/\d+$/, "");
}

function pricingOfPort({ profile, paid }: OwnModel, file: PriceFile | null): Pricing {
  const name = modelIn(profile);
  return paid ? (pricingInFile(name, file) ?? unknownPricing(name)) : freePricing(name);
}

function pricingInFile(name: string, file: PriceFile | null): Pricing | null {
  const written = file?.find(name) ?? null;
  return file === null || written === null ? null : flatPricing(name, file.name, written);
}

/** Uses the listed prices for another server: a proxy bills the same model, and a rehearsal shows the model's costs. */
function throughServer(listed: Pricing, address: string): Pricing {
  return {
    model: listed.model,
    source: `${listed.source} for ${listed.model}; the server at ${address} may bill otherwise`,
    prices: listed.prices,
    ...(listed.caveat === undefined ? {} : { caveat: listed.caveat }),
    cost: (usage) => listed.cost(usage),
    mostOf: (cost) => listed.mostOf(cost),
  };
}
