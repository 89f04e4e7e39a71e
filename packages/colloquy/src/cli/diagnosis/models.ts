import type { Configuration } from "../../config/index.ts";
import { loadLibrary, type ModelDescription } from "../library.ts";
import { libraryOptions, MODEL_KEYS } from "../library-options.ts";
import type { Finding } from "./finding.ts";
import { reachWebAddress } from "./reach.ts";

const NAMES = {
  extract: "model",
  embed: "embeddings",
  check: "verification model",
  judge: "resolution model",
  summarise: "model of the summaries",
  answer: "model of answers",
} as const;

/** Checks the configured models without a call, which might cost money. */
export async function checkModels(configuration: Configuration): Promise<readonly Finding[]> {
  const { describeModels } = await loadLibrary();
  const { models, keys, remarks } = await describeModels(
    libraryOptions({ options: configuration.options, configuration }, MODEL_KEYS),
  );
  const notes = remarks.map((message): Finding => ({ name: "models", state: "note", message }));
  const findings = await Promise.all(
    models.map(async (model): Promise<Finding> => {
      const name = NAMES[model.use];
      return model.fault === null
        ? { name, ...(await checkAddress(model)) }
        : { name, state: "fault", message: model.fault };
    }),
  );
  if (models.length > 0 || keys.length === 0) return [...findings, ...notes];
  const message = `${keys.join(", ")}: set, but no model is named, so no model is called and nothing is spent. Name models with --model and --embedding-model.`;
  return [...findings, ...notes, { name: "keys", state: "note", message }];
}

async function checkAddress({ name, address, keyFrom, folder }: ModelDescription): Promise<Omit<Finding, "name">> {
  if (folder === null)
    return { state: "note", message: `${name} is not on this machine: the next run fetches it, once.` };
  if (folder !== undefined) return { state: "ok", message: `${name} runs on this machine, from ${folder}.` };
  const key = keyFrom === null ? "no key" : `key from ${keyFrom}`;
  if (address === null) return { state: "ok", message: `${name} at its provider's address, ${key}; no call was made.` };
  const failure = await reachWebAddress(address);
  return failure === null
    ? { state: "ok", message: `${name} at ${address}, which accepts connections, ${key}; no call was made.` }
    : { state: "fault", message: `${name}: ${address} ${failure}; start the server or correct its address.` };
}
