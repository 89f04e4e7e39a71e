import type { Configuration } from "../../config/index.ts";
import { loadLibrary, type ModelDescription } from "../library.ts";
import { queryModelOptions } from "../model-options.ts";
import type { Finding } from "./finding.ts";
import { reachWebAddress } from "./reach.ts";

const NAMES = { extraction: "model", embedding: "embeddings" } as const;

/** Whether the models that are configured could be asked, as far as that shows without a call that might cost something. */
export async function checkModels(configuration: Configuration): Promise<readonly Finding[]> {
  const { describeModels } = await loadLibrary();
  const { models, keys, remarks } = await describeModels(
    queryModelOptions({ options: configuration.options, configuration }),
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
  const message = `${keys.join(", ")}: set, but no model is named, so nobody is asked and nothing is spent. --model and --embedding-model name them.`;
  return [...findings, ...notes, { name: "keys", state: "note", message }];
}

async function checkAddress({ name, address, keyFrom }: ModelDescription): Promise<Omit<Finding, "name">> {
  const key = keyFrom === null ? "no key" : `key from ${keyFrom}`;
  if (address === null)
    return { state: "ok", message: `${name} at its provider's own address, ${key}; no call was made.` };
  const failure = await reachWebAddress(address);
  return failure === null
    ? { state: "ok", message: `${name} at ${address}, which is reached, ${key}; no call was made.` }
    : { state: "fault", message: `${name}: ${address} ${failure}; start the server or correct its address.` };
}
