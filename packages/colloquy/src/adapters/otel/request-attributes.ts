import type { Attributes } from "@opentelemetry/api";
import type { RequestFacts } from "../../ports/index.ts";
import type { CalledModel } from "./models.ts";

/** The conventions' name of the provider for OpenAI's models on Azure. */
const AZURE = "azure.ai.openai";

/**
 * The facts of a request in the gen_ai conventions. The server is known when the request is sent, so the span gets it at its
 * end. Nothing here samples by it.
 */
export function requestAttributes(request: RequestFacts, provider: CalledModel["provider"]): Attributes {
  const { server, streamed, temperature, outputType, maxOutputTokens, dimensions } = request;
  const isAzure = provider === "openai" && server?.address.endsWith(".azure.com") === true;
  return {
    "server.address": server?.address,
    "server.port": server?.port,
    ...(isAzure ? { "gen_ai.provider.name": AZURE, "gen_ai.system": AZURE } : {}),
    // Absent means that it is not streamed.
    "gen_ai.request.stream": streamed === true ? true : undefined,
    "gen_ai.request.temperature": temperature,
    "gen_ai.output.type": outputType,
    "gen_ai.request.max_tokens": maxOutputTokens,
    "gen_ai.embeddings.dimension.count": dimensions,
  };
}
