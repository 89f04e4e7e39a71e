import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import { clientSignal, type Environment } from "./environment.ts";
import { isUnexpected, problemOf, Refusal } from "./problem.ts";

/** Streams that may be open at once: of one client, and of all. */
const MOST = { ofClient: 8, ofAll: 50 };

/** A comment in this interval shows that the connection works. */
const HEARTBEAT_MS = 15_000;

/** Sends an event, when the client has read enough of those before. */
export type Send = (event: string, data: unknown) => Promise<void>;

/** The streams of events that are open. */
export class Streams {
  readonly #ending: AbortSignal;
  readonly #onProblem: (sentence: string) => void;
  readonly #open = new Map<string, number>();
  #all = 0;

  /** @param ending is aborted when the server ends: then all streams end. */
  constructor(ending: AbortSignal, onProblem: (sentence: string) => void) {
    this.#ending = ending;
    this.#onProblem = onProblem;
  }

  /**
   * Answers with a stream of events. The signal of `work` is aborted when the client goes away. A failure is the last event,
   * `problem`.
   * @throws Refusal 429 if too many streams are open.
   */
  answer(c: Context<Environment>, work: (send: Send, signal: AbortSignal) => Promise<void>): Response {
    // Hono answers HEAD with the headers of GET. Nobody would read the stream.
    if (c.req.method === "HEAD") return c.body(null, 200, { "content-type": "text/event-stream" });
    const leave = this.#enter(c.get("client"));
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, clientSignal(c), this.#ending]);
    return streamSSE(c, async (stream) => {
      stream.onAbort(() => gone.abort());
      const heartbeat = setInterval(() => void stream.write(":\n\n").catch(() => gone.abort()), HEARTBEAT_MS);
      const send: Send = async (event, data) => {
        await stream.writeSSE({ event, data: JSON.stringify(data) });
      };
      try {
        await work(send, signal);
      } catch (error) {
        const isEnd = signal.aborted && !this.#ending.aborted;
        if (!isEnd && isUnexpected(error) && !this.#ending.aborted) this.#onProblem(problemOf(error).message);
        if (!isEnd) await send("problem", problemOf(this.#ending.aborted ? ended() : error)).catch(() => undefined);
      } finally {
        clearInterval(heartbeat);
        leave();
      }
    });
  }

  #enter(client: string): () => void {
    const own = this.#open.get(client) ?? 0;
    if (own >= MOST.ofClient || this.#all >= MOST.ofAll)
      throw new Refusal(429, "too-many-requests", "Too many streams are open: close other windows of the explorer.", {
        "retry-after": "5",
      });
    this.#open.set(client, own + 1);
    this.#all++;
    return () => {
      const left = (this.#open.get(client) ?? 1) - 1;
      if (left === 0) this.#open.delete(client);
      else this.#open.set(client, left);
      this.#all--;
    };
  }
}

function ended(): Refusal {
  return new Refusal(503, "interrupted", "The server ends.");
}
