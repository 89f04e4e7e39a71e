import { DEFAULTS } from "../../config/index.ts";
import { createModelExtractor, DEFAULT_ONTOLOGY } from "../../extraction/index.ts";
import type { Ontology } from "../../model/index.ts";
import { createModelJudge } from "../../judging/index.ts";
import type { Extractor, NameJudge } from "../../ports/index.ts";
import { readOntology } from "../read-ontology.ts";
import type { RunOptions } from "../run-options.ts";
import { resolutionSettings } from "./model-settings.ts";
import { remarksOnModels } from "./model-options.ts";
import { createNamedChatModel, findNamedEmbeddingModel, type NamedEmbeddingModel } from "./create-models.ts";

/** The models of a run; null when the options name no model or the stage is skipped. */
export interface FoundModels extends AsyncDisposable {
  readonly extractor: Extractor | null;
  readonly embedding: NamedEmbeddingModel | null;
  readonly judge: NameJudge | null;
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
  const owned: AsyncDisposable[] = extractor === null ? [] : [extractor];
  const dispose = async (): Promise<void> => {
    for (const each of owned) await each[Symbol.asyncDispose]();
  };
  try {
    const judge = skipKg || ports.nameJudge !== undefined ? null : await createNamedJudge(options, isCalled);
    if (judge !== null) owned.push(judge);
    const embedding =
      skipEmbeddings || ports.embeddingModel !== undefined ? null : await findNamedEmbeddingModel(options, isCalled);
    return { extractor, judge, embedding, ontology, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function createNamedJudge(options: RunOptions, isCalled: boolean): Promise<NameJudge | null> {
  const chatModel = await createNamedChatModel(options, isCalled, resolutionSettings(options));
  return chatModel === null ? null : createModelJudge({ chatModel });
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
