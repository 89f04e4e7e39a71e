import { locateLocalModel } from "../../adapters/local-embeddings/index.ts";
import type { ModelStage } from "../../ports/index.ts";
import { redact } from "../../text/index.ts";
import { ColloquyError } from "../../model/index.ts";
import { createNamedChatModel, findNamedEmbeddingModel } from "./create-models.ts";
import { type ModelOptions, remarksOnModels } from "./model-options.ts";
import {
  chatSettings,
  embeddingSettings,
  keyVariables,
  LOCAL,
  type ModelSettings,
  resolutionSettings,
} from "./model-settings.ts";

/** A model that the options name, without its key. */
export interface ModelDescription {
  readonly use: ModelStage;
  /** `provider:model`. */
  readonly name: string;
  /** The address without credentials; null: the provider's default address. */
  readonly address: string | null;
  /** The source of its key; null without a key. */
  readonly keyFrom: string | null;
  /** Of a local model: the folder of its files; null: the next run fetches them. Absent for models of providers. */
  readonly folder?: string | null;
}

/** A model that the options name. `fault` explains why it cannot be called, if this is known without a call. */
export type ModelFinding =
  { readonly use: ModelDescription["use"]; readonly fault: string } | (ModelDescription & { readonly fault: null });

/** Describes the models that the options name, and mistakes in the options. Sends no call; the result holds no key. */
export async function describeModels(options: ModelOptions = {}): Promise<{
  readonly models: readonly ModelFinding[];
  readonly keys: readonly string[];
  readonly remarks: readonly string[];
}> {
  const findings = [
    await describe("extract", chatSettings, options, async () => {
      await using _model = await createNamedChatModel(options);
    }),
    await describe("judge", resolutionSettings, options, async () => {
      await using _model = await createNamedChatModel(options, true, resolutionSettings(options));
    }),
    await describe("embed", embeddingSettings, options, () => findNamedEmbeddingModel(options)),
  ];
  return {
    models: findings.filter((finding) => finding !== null),
    keys: keyVariables(options.environment ?? process.env),
    remarks: remarksOnModels(options),
  };
}

async function describe(
  use: ModelDescription["use"],
  settingsOf: (options: ModelOptions) => ModelSettings | null,
  options: ModelOptions,
  make: () => Promise<unknown>,
): Promise<ModelFinding | null> {
  try {
    const settings = settingsOf(options);
    if (settings === null) return null;
    await make();
    const { provider, model, baseUrl, keyFrom } = settings;
    if (provider === LOCAL) {
      const { modelsDir, environment = process.env } = options;
      const folder = locateLocalModel(model, { modelsDir, environment });
      return { use, name: `${provider}:${model}`, address: null, keyFrom, folder, fault: null };
    }
    const address = baseUrl === null ? null : redact(baseUrl);
    return { use, name: `${provider}:${model}`, address, keyFrom, fault: null };
  } catch (error) {
    if (ColloquyError.isInstance(error)) return { use, fault: redact(error.message) };
    throw error;
  }
}
