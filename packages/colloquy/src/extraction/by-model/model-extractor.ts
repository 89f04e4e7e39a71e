import {
  CHARACTERS_PER_TOKEN,
  contentId,
  DEFAULT_MIN_CONFIDENCE,
  type Extraction,
  type Ontology,
  printable,
} from "../../model/index.ts";
import {
  type CallTokens,
  CallError,
  type CallOptions,
  type ChatModel,
  type ChatReply,
  type ExtractionReply,
  type ExtractionRequest,
  type Extractor,
  NO_USAGE,
  type RejectedCounts,
  replyFacts,
} from "../../ports/index.ts";
import { batchTokensWithin, tokensOfCall, type PromptFrame } from "./call-size.ts";
import { groundEntry } from "./ground-entry.ts";
import { parseReply } from "./parse-reply.ts";
import { batchPrompt, PROMPT_VERSION, systemPrompt } from "./prompt.ts";
import { replySchema } from "./schema.ts";
import { type TypeIndex, typeIndex } from "./type-index.ts";

/** The model, and the types that it extracts. */
export interface ModelExtractorOptions {
  /** Owned by the extractor from now on, which disposes it. */
  readonly chatModel: ChatModel;
  readonly ontology: Ontology;
  /**
   * Whether the model reasons before it replies. Reasoning tokens count as output, so the limit of a reply is larger. Without
   * it, reasoning is noticed with the first reply that reports it.
   */
  readonly reasoning?: boolean;
  /**
   * From 0 to 1: the prompt asks for no items below it. Give the `minConfidence` of the run, which drops items below it.
   * Default 0.5. It is no part of the profile: the ledger keeps it with each reply.
   */
  readonly minConfidence?: number;
}

/**
 * Creates an extractor with a language model: one call per batch, each item checked against the words of its chunk. For
 * a reply that is a refusal, or that has no readable entry, it returns the text, the usage and the reason (`invalid`),
 * because the reply was paid for.
 * @throws CallError the interruption of a reply before its first entry was complete; whatever the chat model throws.
 */
export function createModelExtractor({
  chatModel,
  ontology,
  reasoning = false,
  minConfidence = DEFAULT_MIN_CONFIDENCE,
}: ModelExtractorOptions): Extractor {
  const system = systemPrompt(ontology, minConfidence);
  const schema = replySchema(ontology);
  const types = typeIndex(ontology);
  const characters = system.length + JSON.stringify(schema).length;
  let isReasoning = reasoning;
  let isDisposed = false;
  const frame = (): PromptFrame => ({ characters, contextTokens: chatModel.contextTokens, isReasoning });

  async function extract(batch: readonly ExtractionRequest[], options: CallOptions): Promise<ExtractionReply> {
    if (isDisposed) throw new Error("The extractor was disposed of; create another one.");
    options.signal.throwIfAborted();
    if (batch.length === 0) return { ...NOTHING, raw: null };
    const prompt = promptOf(batch);
    const { maxOutputTokens } = tokensOfCall(frame(), prompt);
    options.onPrompt?.({ system, prompt: prompt.text });
    const messages = [{ role: "user", text: prompt.text }] as const;
    const reply = await chatModel.complete({ system, messages, schema, maxOutputTokens }, options);
    options.onReply?.(replyFacts(reply));
    if ((reply.usage?.reasoningTokens ?? 0) > 0) isReasoning = true;
    return readExtractionReply(reply, batch, types);
  }

  return {
    profile: `${chatModel.profile} prompt-${PROMPT_VERSION} ontology-${ontologyVersion(ontology)}`,
    description: `extraction by the language model ${chatModel.profile}; every item is checked against the words of its chunk.`,
    ontology,
    paid: true,
    /** By the context window, as far as it is known: a server may report it during `ping`. */
    get batchTokens() {
      return batchTokensWithin(frame());
    },
    sharedInputTokens: Math.floor(characters / CHARACTERS_PER_TOKEN),
    callTokens: (batch): CallTokens => tokensOfCall(frame(), promptOf(batch)),
    ...(chatModel.pingTokens === undefined ? {} : { pingTokens: chatModel.pingTokens }),
    ping: (options) => chatModel.ping(options),
    extract,
    async [Symbol.asyncDispose]() {
      if (isDisposed) return;
      isDisposed = true;
      await chatModel[Symbol.asyncDispose]();
    },
  };
}

/** Identifies the types of an ontology: equal for equal types in the same order, because a prompt lists them in order. */
export function ontologyVersion({ entityTypes, relationTypes }: Ontology): string {
  const entities = entityTypes.map(({ name, description, examples = [] }) => [name, description, examples]);
  const relations = relationTypes.map(({ name, description, examples = [], pairs = null }) => [
    name,
    description,
    examples,
    pairs,
  ]);
  return contentId("ontology", JSON.stringify([entities, relations])).slice(0, 12);
}

function promptOf(batch: readonly ExtractionRequest[]): { readonly text: string; readonly chunks: number } {
  return { text: batchPrompt(batch), chunks: batch.length };
}

const NOTHING = {
  extractions: new Map<string, Extraction>(),
  failures: new Map<string, string>(),
  usage: NO_USAGE,
  rejected: { ungrounded: 0, schema: 0, lowConfidence: 0 },
} as const;

function readExtractionReply(reply: ChatReply, batch: readonly ExtractionRequest[], types: TypeIndex): ExtractionReply {
  const { entries, texts, isWhole } = parseReply(reply.text, batch.length);
  const { finishReason, limits } = reply;
  if (entries.size === 0 && finishReason === "interrupted") {
    throw (
      reply.interruption ?? new CallError("network", "The reply ended before its first entry was complete.", { limits })
    );
  }
  const invalid = entries.size === 0 && finishReason !== "length" ? whyUnread(reply) : null;
  const isCut = finishReason === "length" || finishReason === "interrupted" || !isWhole;
  const extractions = new Map<string, Extraction>();
  const parts = new Map<string, string>();
  const counts: RejectedCounts[] = [];
  for (const [position, chunk] of batch.entries()) {
    const entry = entries.get(position);
    if (entry === undefined) continue;
    const { extraction, rejected } = groundEntry(entry, chunk, types);
    extractions.set(chunk.label, extraction);
    parts.set(chunk.label, texts.get(position) ?? "");
    counts.push(rejected);
  }
  return {
    extractions,
    failures: new Map(),
    usage: reply.usage,
    raw: reply.text,
    parts,
    rejected: sumOf(counts),
    cutOff: invalid === null && isCut && extractions.size < batch.length,
    interrupted: finishReason === "interrupted",
    invalid,
    limits,
  };
}

const LONGEST_REFUSAL = 200;

/** The same fault gives the same sentence, so that a model that fails every batch in the same way is recognised. */
function whyUnread({ finishReason, text }: ChatReply): string {
  if (finishReason === "refusal") {
    const words = printable(text).replace(/\s+/g, " ").trim().slice(0, LONGEST_REFUSAL);
    return `The model refused to answer${words === "" ? "." : `: ${words}`}`;
  }
  return text.includes("{")
    ? "The reply has no complete entry in the requested form."
    : "The reply has no JSON: the model did not use the requested form.";
}

function sumOf(counts: readonly RejectedCounts[]): RejectedCounts {
  return counts.reduce(
    (sum, { ungrounded, schema, lowConfidence }) => ({
      ungrounded: sum.ungrounded + ungrounded,
      schema: sum.schema + schema,
      lowConfidence: sum.lowConfidence + lowConfidence,
    }),
    NOTHING.rejected,
  );
}
