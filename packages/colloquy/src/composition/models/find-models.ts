import { DEFAULTS } from "../../config/index.ts";
import { createModelExtractor, DEFAULT_ONTOLOGY } from "../../extraction/index.ts";
import type { Ontology } from "../../model/index.ts";
import type { Extractor } from "../../ports/index.ts";
import { readOntology } from "../read-ontology.ts";
import type { RunOptions } from "../run-options.ts";
import { remarksOnModels } from "./model-remarks.ts";
import { createNamedChatModel, findNamedEmbeddingModel, type NamedEmbeddingModel } from "./create-models.ts";

/** The models that a run's options name, ready to be asked; null where they name none or none is wanted. */
export interface FoundModels extends AsyncDisposable {
  readonly extractor: Extractor | null;
  readonly embedding: NamedEmbeddingModel | null;
  /** The types that extractions will have. */
  readonly ontology: Ontology;
}

/**
 * Sends no call and makes no file: it shows faults of the options before a run begins.
 * @param warn takes sentences about options that have no effect.
 * @param isAsked false where no call will follow either: then no key is needed. Default true.
 * @throws ColloquyError when an address, a key, a package or the ontology is missing or wrong.
 */
export async function findModels(
  options: RunOptions,
  warn: (message: string) => void = () => undefined,
  { isAsked = true } = {},
): Promise<FoundModels> {
  const { ports = {}, skipKg = false, skipEmbeddings = false } = options;
  remarksOnModels(options).forEach(warn);
  const isExtracted = !skipKg && ports.extractor === undefined;
  const ontology = isExtracted && options.ontology !== undefined ? readOntology(options.ontology) : DEFAULT_ONTOLOGY;
  const extractor = isExtracted ? await createNamedExtractor(options, ontology, isAsked) : null;
  try {
    const embedding =
      skipEmbeddings || ports.embeddingModel !== undefined ? null : await findNamedEmbeddingModel(options, isAsked);
    return { extractor, embedding, ontology, [Symbol.asyncDispose]: async () => extractor?.[Symbol.asyncDispose]() };
  } catch (error) {
    await extractor?.[Symbol.asyncDispose]();
    throw error;
  }
}

async function createNamedExtractor(
  options: RunOptions,
  ontology: Ontology,
  isAsked: boolean,
): Promise<Extractor | null> {
  const { minConfidence = DEFAULTS.minConfidence } = options;
  const chatModel = await createNamedChatModel(options, isAsked);
  return chatModel === null ? null : createModelExtractor({ chatModel, ontology, minConfidence });
}
