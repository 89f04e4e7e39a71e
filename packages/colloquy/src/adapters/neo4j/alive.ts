import { setTimeout as wait } from "node:timers/promises";
import { Neo4jError } from "neo4j-driver";

/** Milliseconds without a reply before the server is pinged. */
const SILENCE_MS = 20_000;
/** Milliseconds in which the server must reply to a ping, even when it is busy. */
const PING_MS = 10_000;

/**
 * The result of `work` while the server is alive. The driver waits two minutes for a server that accepts a statement
 * and does not reply. A limit for statements does not help, because some statements take minutes.
 * @param ping sends a query on another connection.
 */
export async function whileAlive<Result>(work: Promise<Result>, ping: () => Promise<unknown>): Promise<Result> {
  const ended = new AbortController();
  const { signal } = ended;
  const watch = async (): Promise<never> => {
    for (;;) {
      await wait(SILENCE_MS, undefined, { signal });
      const patience = wait(PING_MS, undefined, { signal }).then(() => Promise.reject(timeoutError()));
      await Promise.race([ping(), patience]);
    }
  };
  try {
    return await Promise.race([work, watch()]);
  } finally {
    ended.abort();
  }
}

/** The error that the driver reports when it gets no connection. */
function timeoutError(): Neo4jError {
  const message = "The server timed out: it accepts connections but does not reply.";
  return new Neo4jError(message, "ServiceUnavailable", "08000", message);
}
