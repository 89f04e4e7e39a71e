// p-queue with a fixed concurrency, and OpenAI's client with its own retries.
import PQueue from "p-queue";
import { openAiCaller } from "./openai-client.ts";
import { measurePeer, outcomeOf } from "./peer.ts";

await measurePeer(async (task) => {
  const ask = openAiCaller(task, task.retries);
  const queue = new PQueue({ concurrency: task.concurrent });
  return await Promise.all(task.calls.map((call) => queue.add(() => outcomeOf(() => ask(call)))));
});
