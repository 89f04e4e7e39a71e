import { CallError, type EmbeddingModel, type EmbeddingReply, NO_USAGE } from "../../ports/index.ts";
import { createSimulatedCalls, type SimulatedCalls } from "./calls.ts";
import type { SimulatedModelOptions } from "./chat-model.ts";

/** An embedding model without a network. */
export function createSimulatedEmbeddingModel(
  options: SimulatedModelOptions,
): EmbeddingModel & Pick<SimulatedCalls, "accounts" | "log" | "reset"> {
  const { model = "simulated-embedding" } = options;
  const calls = "calls" in options ? options.calls : createSimulatedCalls(options);
  const { dimensions } = calls.simulation;
  let isDisposed = false;
  const embed: EmbeddingModel["embed"] = async (texts, given): Promise<EmbeddingReply> => {
    given.signal.throwIfAborted();
    if (isDisposed) throw new Error("The simulated embedding model was disposed of.");
    if (texts.length === 0) return { vectors: [], usage: NO_USAGE };
    const { content, usage, limits } = await calls.call(
      { endpoint: "embeddings", model, texts, dimensions: null },
      given,
    );
    if (content.kind !== "vectors" || usage === null)
      throw new CallError("invalid", "The simulated provider's reply is not JSON.", { limits });
    return { vectors: content.vectors, usage, limits };
  };
  return {
    profile: `simulated:${model}@${dimensions}`,
    dimensions,
    matchesWords: true,
    paid: true,
    batchSize: 2_048,
    batchTokens: 300_000,
    async ping(given) {
      return (await embed(["yes"], given)).usage;
    },
    embed,
    async embedQuery(text, given) {
      const [vector] = (await embed([text], given)).vectors;
      return vector as Float32Array;
    },
    accounts: () => calls.accounts(),
    log: () => calls.log(),
    reset: () => calls.reset(),
    async [Symbol.asyncDispose]() {
      isDisposed = true;
    },
  };
}
