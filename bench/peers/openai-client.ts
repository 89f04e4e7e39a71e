import OpenAI from "openai";
import type { PeerTask } from "./peer.ts";
import type { WorkloadCall } from "../throughput/workload.ts";

/** One call by OpenAI's own client, with its default timeouts. */
export function openAiCaller({ baseUrl, apiKey, model }: PeerTask, retries: number) {
  const client = new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: retries });
  return async ({ system, prompt, schema, maxOutputTokens }: WorkloadCall): Promise<string> => {
    const completion = await client.chat.completions.create({
      model,
      temperature: 0,
      max_tokens: maxOutputTokens,
      messages: [
        { role: "system", content: system },
        { role: "user", content: prompt },
      ],
      response_format: { type: "json_schema", json_schema: { name: "reply", schema: { ...schema } } },
    });
    return completion.choices[0]?.message.content ?? "";
  };
}
