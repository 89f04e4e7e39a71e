import type { Ending } from "../accounts.ts";
import { deliver, type Receiver } from "../delivery.ts";
import type { Outcome, Reply, ReplyContent } from "../outcome.ts";
import { chunkBody, completionBody, type ReplyIdentity, usageChunkBody } from "./reply-bodies.ts";
import { embeddingBody } from "./reply-bodies.ts";
import type { Exchange } from "./exchange.ts";
import { REAL_CLOCK } from "./real-clock.ts";

/** The form in which a reply is delivered. */
export interface Delivery {
  readonly identity: ReplyIdentity;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly base64: boolean;
  readonly pieceMs: number;
}

/** Sends the outcome of a call, in the time that it takes. */
export async function sendOutcome(exchange: Exchange, outcome: Outcome, delivery: Delivery): Promise<Ending> {
  try {
    if (outcome.kind === "reply") return await sendReply(exchange, outcome, delivery);
    await REAL_CLOCK.sleep(outcome.afterMs, exchange.signal);
    if (outcome.kind === "failure") {
      exchange.sendFailure(outcome.failure, outcome.limits);
      return "failed";
    }
    exchange.breakOff();
    return "lost";
  } catch (error) {
    if (exchange.signal.aborted) return "abandoned";
    throw error;
  }
}

async function sendReply(exchange: Exchange, reply: Reply, delivery: Delivery): Promise<Ending> {
  const { pieceMs, stream, base64, identity } = delivery;
  const { content, usage, limits } = reply;
  const isStreamed = stream && content.kind === "chat";
  const receiver = isStreamed ? streamer(exchange, reply, content, delivery) : { onHead: () => {}, onPart: () => {} };
  const timing = {
    clock: REAL_CLOCK,
    pieceMs: isStreamed ? pieceMs : Number.MAX_SAFE_INTEGER,
    signal: exchange.signal,
  };
  const ending = await deliver(reply, timing, receiver);
  if (ending === "lost") exchange.breakOff();
  else if (isStreamed) exchange.closeStream();
  else if (content.kind === "chat") exchange.sendJson(completionBody(identity, content, usage), limits);
  else if (content.kind === "vectors")
    exchange.sendJson(embeddingBody(identity.model, content.vectors, usage, base64), limits);
  else exchange.sendText(content.text, limits);
  return ending;
}

type ChatContent = Extract<ReplyContent, { kind: "chat" }>;

function streamer(exchange: Exchange, reply: Reply, content: ChatContent, delivery: Delivery): Receiver {
  const { identity, includeUsage } = delivery;
  const { refusal, finishReason } = content;
  const [field, words] = refusal === null ? ["content", content.text] : ["refusal", refusal];
  let sent = 0;
  return {
    onHead: () => {
      exchange.openStream(reply.limits);
      void exchange.writeEvent(chunkBody(identity, { role: "assistant", content: "" }, null)).catch(() => {});
    },
    onPart: async (share) => {
      const until = Math.floor(words.length * share);
      const piece = words.slice(sent, until);
      sent = until;
      if (piece !== "") await exchange.writeEvent(chunkBody(identity, { [field]: piece }, null));
      if (share < 1) return;
      await exchange.writeEvent(chunkBody(identity, {}, finishReason));
      if (includeUsage) await exchange.writeEvent(usageChunkBody(identity, reply.usage));
    },
  };
}
