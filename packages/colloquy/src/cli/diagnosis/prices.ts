import type { Configuration } from "../../config/index.ts";
import { formatDollars } from "../../text/index.ts";
import { loadLibrary, type PriceDescription } from "../library.ts";
import { libraryOptions, MODEL_KEYS } from "../library-options.ts";
import type { Finding } from "./finding.ts";

const name = "prices";

/** Finds the prices of the configured models, and checks the price file. */
export async function checkPrices(configuration: Configuration): Promise<readonly Finding[]> {
  const { describePrices } = await loadLibrary();
  const configured = { options: configuration.options, configuration };
  const { models, fault } = await describePrices(libraryOptions(configured, [...MODEL_KEYS, "maxCost", "prices"]));
  const findings = models.flatMap((model) => [findingOf(model), ...caveatOf(model)]);
  return fault === null ? findings : [...findings, { name, state: "fault", message: fault }];
}

function findingOf({ model, source, prices }: PriceDescription): Finding {
  if (prices === null || source === null) {
    const message = `no price of ${model} is known, so runs show its cost as unknown; give it in a file with --prices.`;
    return { name, state: "note", message };
  }
  const { input, cachedInput, cacheWrite = null, output } = prices;
  const parts = [
    input === null ? "" : `${formatDollars(input)} in`,
    cachedInput === null ? "" : `${formatDollars(cachedInput)} in from the cache`,
    cacheWrite === null ? "" : `${formatDollars(cacheWrite)} into the cache`,
    output === null ? "" : `${formatDollars(output)} out`,
  ].filter((part) => part !== "");
  return { name, state: "ok", message: `${model}: ${parts.join(", ")} a million tokens (${source})` };
}

function caveatOf({ caveat }: PriceDescription): readonly Finding[] {
  return caveat === null ? [] : [{ name, state: "note", message: caveat }];
}
