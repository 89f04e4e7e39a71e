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
  const attributes: Attributes = {};
  if (server !== undefined) {
    attributes["server.address"] = server.address;
    attributes["server.port"] = server.port;
    if (provider === "openai" && server.address.endsWith(".azure.com"))
      Object.assign(attributes, { "gen_ai.provider.name": AZURE, "gen_ai.system": AZURE });
  }
  // Absent means that it is not streamed.
  if (streamed === true) attributes["gen_ai.request.stream"] = true;
  if (temperature !== undefined) attributes["gen_ai.request.temperature"] = temperature;
  if (outputType !== undefined) attributes["gen_ai.output.type"] = outputType;
  if (maxOutputTokens !== undefined) attributes["gen_ai.request.max_tokens"] = maxOutputTokens;
  if (dimensions !== undefined) attributes["gen_ai.embeddings.dimension.count"] = dimensions;
  return attributes;
}
