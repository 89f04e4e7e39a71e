// The AI SDK's generateText with an object as its output, behind p-limit; its default number of retries (2), unless --retries is given.
import { createOpenAI } from "@ai-sdk/openai";
import { generateText, jsonSchema, Output } from "ai";
import pLimit from "p-limit";
import { measurePeer, outcomeOf } from "./peer.ts";

await measurePeer(async ({ calls, baseUrl, apiKey, model, concurrent, retries }) => {
  const limit = pLimit(concurrent);
  const chat = createOpenAI({ baseURL: baseUrl, apiKey }).chat(model);
  const answer = (call: (typeof calls)[number]): Promise<string> =>
    generateText({
      model: chat,
      instructions: call.system,
      prompt: call.prompt,
      maxOutputTokens: call.maxOutputTokens,
      temperature: 0,
      maxRetries: retries,
      output: Output.object({ schema: jsonSchema({ ...call.schema }) }),
    }).then(({ output }) => JSON.stringify(output));
  return await Promise.all(calls.map((call) => limit(() => outcomeOf(() => answer(call)))));
});
