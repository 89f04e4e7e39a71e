import { createChatModel } from "../../packages/colloquy/src/adapters/ai-sdk/index.ts";
import { createRateLimiter, systemClock } from "@colloquy/rate-limit";
import { requestChunks, type AskedFigures, type Task } from "./request-chunks.ts";

export interface TimedFigures extends AskedFigures {
  readonly seconds: number;
  readonly attempts: number;
  readonly rateLimited: number;
}

const CONNECTIONS = 1000;

/** Our limiter and our chat model over HTTP, without configured limits, as for a user of OpenAI. */
export async function measureOurs(
  baseUrl: string,
  task: Task,
  maxConcurrent: number | "auto" = "auto",
): Promise<TimedFigures> {
  await using chat = await createChatModel({
    provider: "openai",
    model: "simulated",
    baseUrl,
    apiKey: null,
    contextTokens: null,
    dimensions: null,
    connections: CONNECTIONS,
  });
  await using limiter = createRateLimiter({ maxConcurrent, ping: (options) => chat.ping(options) });
  const begun = performance.now();
  const asked = await requestChunks(task, { chat, limiter, clock: systemClock });
  const { attempts, rateLimited } = limiter.snapshot;
  return { ...asked, seconds: (performance.now() - begun) / 1000, attempts, rateLimited };
}
