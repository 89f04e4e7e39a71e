import { DEFAULTS } from "../../config/index.ts";
import { createModelExtractor, DEFAULT_ONTOLOGY } from "../../extraction/index.ts";
import { ColloquyError, type Ontology } from "../../model/index.ts";
import { createModelChecker, createModelJudge } from "../../judging/index.ts";
import { createModelSummariser } from "../../summarising/index.ts";
import type { Extractor, NameJudge, StatementChecker, Summariser } from "../../ports/index.ts";
import { readOntology } from "../read-ontology.ts";
import type { RunOptions } from "../run-options.ts";
import { resolutionSettings } from "./model-settings.ts";
import { remarksOnModels } from "./model-options.ts";
import { createNamedChatModel, findNamedEmbeddingModel, type NamedEmbeddingModel } from "./create-models.ts";

/** The models of a run; null when the options name no model or the stage is skipped. */
export interface FoundModels extends AsyncDisposable {
  readonly extractor: Extractor | null;
  readonly embedding: NamedEmbeddingModel | null;
  readonly checker: StatementChecker | null;
  readonly judge: NameJudge | null;
  /** Null unless the options ask for summaries. */
  readonly summariser: Summariser | null;
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
    const checker =
      skipKg || ports.statementChecker !== undefined || !isVerified(options)
        ? null
        : await createNamedChecker(options, isCalled);
    if (checker !== null) owned.push(checker);
    const judge = skipKg || ports.nameJudge !== undefined ? null : await createNamedJudge(options, isCalled);
    if (judge !== null) owned.push(judge);
    const summariser = skipKg || ports.summariser !== undefined ? null : await createSummariser(options, isCalled);
    if (summariser !== null) owned.push(summariser);
    const embedding =
      skipEmbeddings || ports.embeddingModel !== undefined ? null : await findNamedEmbeddingModel(options, isCalled);
    return { extractor, checker, judge, summariser, embedding, ontology, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Whether statements are checked: by the caller's checker, else by the model that extracts. */
export function isVerified({ verify, verifyAll, ports }: RunOptions): boolean {
  return verify === true || verifyAll === true || ports?.statementChecker !== undefined;
}

async function createNamedChecker(options: RunOptions, isCalled: boolean): Promise<StatementChecker> {
  const chatModel = await createNamedChatModel(options, isCalled);
  if (chatModel !== null) return createModelChecker({ chatModel });
  throw new ColloquyError(
    "configuration",
    "--verify needs a language model that checks statements: name it with --model, or omit --verify.",
  );
}

async function createNamedJudge(options: RunOptions, isCalled: boolean): Promise<NameJudge | null> {
  const chatModel = await createNamedChatModel(options, isCalled, resolutionSettings(options));
  return chatModel === null ? null : createModelJudge({ chatModel });
}

/** @throws ColloquyError `configuration` when summaries are asked for and no model is named. */
async function createSummariser(options: RunOptions, isCalled: boolean): Promise<Summariser | null> {
  if (options.summaries !== true) return null;
  const chatModel = await createNamedChatModel(options, isCalled);
  if (chatModel !== null) return createModelSummariser({ chatModel });
  throw new ColloquyError("configuration", "--summaries needs a model that writes them: name one with --model.");
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
