import { createRequire } from "node:module";
import { ColloquyError } from "../../model/index.ts";
import { fetchModel } from "./fetch-model.ts";
import { LocalEmbeddingModel } from "./local-embedding-model.ts";
import { readModelProperties } from "./model-properties.ts";
import { findModelFolder, folderOfModel, modelsFolder } from "./models-folder.ts";

const PACKAGE = "@huggingface/transformers";
const HUB = "https://huggingface.co";

/** Where the models of this machine are, and where they come from. */
export interface LocalModelPlaces {
  /** The folder of all models. Default: the folder for caches of the operating system. */
  readonly modelsDir?: string | undefined;
  /** `XDG_CACHE_HOME`, `LOCALAPPDATA` and `HF_ENDPOINT` have an effect. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface LocalModelOptions extends LocalModelPlaces {
  /** Receives one sentence before a model is fetched. */
  readonly notify: (message: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Opens a model of this machine. If its files are missing, fetches them first.
 * @param id `OWNER/NAME`, see `localModelId`.
 * @throws ColloquyError if the package or the files are missing, or cannot be used.
 */
export async function openLocalModel(id: string, options: LocalModelOptions): Promise<LocalEmbeddingModel> {
  requireTransformers();
  const models = modelsFolder(options.modelsDir, options.environment);
  let folder = findModelFolder(models, id);
  if (folder === null) {
    folder = folderOfModel(models, id);
    const hub = (options.environment["HF_ENDPOINT"]?.trim() || HUB).replace(/\/+$/, "");
    await fetchModel(id, { folder, hub, notify: options.notify, signal: options.signal });
  }
  return new LocalEmbeddingModel({ id, folder, properties: readModelProperties(folder, id) });
}

/** The folder that has a model; null if the model is not on this machine. */
export function locateLocalModel(id: string, { modelsDir, environment }: LocalModelPlaces): string | null {
  return findModelFolder(modelsFolder(modelsDir, environment), id);
}

/** @throws ColloquyError `provider` if the package that runs models is not installed. */
export function requireTransformers(): void {
  try {
    createRequire(import.meta.url).resolve(PACKAGE);
  } catch (error) {
    throw new ColloquyError(
      "provider",
      `Local models need the package ${PACKAGE}: run \`npm install --global ${PACKAGE}\` (without --global if Colloquy is installed in a project).`,
      { cause: error },
    );
  }
}
