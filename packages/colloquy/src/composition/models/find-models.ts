import { DEFAULTS } from "../../config/index.ts";
import { createModelExtractor, DEFAULT_ONTOLOGY } from "../../extraction/index.ts";
import type { Ontology } from "../../model/index.ts";
import type { Extractor } from "../../ports/index.ts";
import { readOntology } from "../read-ontology.ts";
import type { RunOptions } from "../run-options.ts";
import { remarksOnModels } from "./model-options.ts";
import { createNamedChatModel, findNamedEmbeddingModel, type NamedEmbeddingModel } from "./create-models.ts";

/** The models of a run; null when the options name no model or the stage is skipped. */
export interface FoundModels extends AsyncDisposable {
  readonly extractor: Extractor | null;
  readonly embedding: NamedEmbeddingModel | null;
  /** The types of extracted entities and relations. */
  readonly ontology: Ontology;
}

/**
 * Finds the models that the options name, and errors in the options, before a run begins. Sends no call, creates no
 * file.
 * @param warn receives sentences about options without effect.
 * @param isCalled false when no call follows; then no key is needed. Default true.
 * @throws ColloquyError when an address, a key, a package or the ontology is missing or wrong.
 */
export async function findModels(
  options: RunOptions,
  warn: (message: string) => void = () => undefined,
  { isCalled = true } = {},
): Promise<FoundModels> {
  const { ports = {}, skipKg = false, skipEmbeddings = false } = options;
  remarksOnModels(options).forEach(warn);
  const isExtracted = !skipKg && ports.extractor === undefined;
  const ontology = isExtracted && options.ontology !== undefined ? readOntology(options.ontology) : DEFAULT_ONTOLOGY;
  const extractor = isExtracted ? await createNamedExtractor(options, ontology, isCalled) : null;
  try {
    const embedding =
      skipEmbeddings || ports.embeddingModel !== undefined ? null : await findNamedEmbeddingModel(options, isCalled);
    return { extractor, embedding, ontology, [Symbol.asyncDispose]: async () => extractor?.[Symbol.asyncDispose]() };
  } catch (error) {
    await extractor?.[Symbol.asyncDispose]();
    throw error;
  }
}

async function createNamedExtractor(
  options: RunOptions,
  ontology: Ontology,
  isCalled: boolean,
): Promise<Extractor | null> {
  const { minConfidence = DEFAULTS.minConfidence } = options;
  const chatModel = await createNamedChatModel(options, isCalled);
  return chatModel === null ? null : createModelExtractor({ chatModel, ontology, minConfidence });
}
