// OpenAI's client, one call after the other, as in most first versions.
import { openAiCaller } from "./openai-client.ts";
import { measurePeer, type Outcome, outcomeOf } from "./peer.ts";

await measurePeer(async (task) => {
  const ask = openAiCaller(task, task.retries);
  const outcomes: Outcome[] = [];
  for (const call of task.calls) outcomes.push(await outcomeOf(() => ask(call)));
  return outcomes;
});
