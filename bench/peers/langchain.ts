// LangChain's `batch` with maxConcurrency. `--keep-errors` is its `returnExceptions`: without it, as its documentation
// shows it, the first error fails the whole batch.
import type { BaseMessageLike } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import { asError, measurePeer, type Outcome, type PeerTask } from "./peer.ts";
import type { WorkloadCall } from "../throughput/workload.ts";

async function answerAll(task: PeerTask): Promise<readonly Outcome[]> {
  const [first] = task.calls;
  const chat = new ChatOpenAI({
    model: task.model,
    apiKey: task.apiKey,
    temperature: 0,
    maxTokens: first?.maxOutputTokens ?? 4000,
    maxRetries: task.retries,
    configuration: { baseURL: task.baseUrl },
  }).withStructuredOutput({ title: "reply", ...first?.schema }, { method: "jsonSchema" });
  try {
    const replies = await chat.batch(
      task.calls.map(messages),
      { maxConcurrency: task.concurrent },
      { returnExceptions: task.keepErrors },
    );
    return replies.map((reply) => (reply instanceof Error ? reply : JSON.stringify(reply)));
  } catch (thrown) {
    return task.calls.map(() => asError(thrown));
  }
}

const messages = ({ system, prompt }: WorkloadCall): BaseMessageLike[] => [
  ["system", system],
  ["human", prompt],
];

await measurePeer(answerAll);
