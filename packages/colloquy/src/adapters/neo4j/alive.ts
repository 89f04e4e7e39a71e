import { setTimeout as wait } from "node:timers/promises";
import { Neo4jError } from "neo4j-driver";

/** So long the server may work without a word before it is asked whether it is there. */
const QUIET_MS = 20_000;
/** That it answers at once, however busy it is with the rest. */
const ANSWER_MS = 10_000;

/**
 * What `work` comes to, as long as the server is alive. The driver would wait two minutes for one that takes all and says
 * nothing; and what a statement takes cannot be told from that, because some rightly take minutes.
 * @param ask a question on another connection.
 */
export async function whileAlive<Result>(work: Promise<Result>, ask: () => Promise<unknown>): Promise<Result> {
  const ended = new AbortController();
  const { signal } = ended;
  const watch = async (): Promise<never> => {
    for (;;) {
      await wait(QUIET_MS, undefined, { signal });
      const patience = wait(ANSWER_MS, undefined, { signal }).then(() => Promise.reject(silence()));
      await Promise.race([ask(), patience]);
    }
  };
  try {
    return await Promise.race([work, watch()]);
  } finally {
    ended.abort();
  }
}

/** As the driver says it of a connection that it cannot get. */
function silence(): Neo4jError {
  const said = "The server timed out: it takes what it is sent, and says nothing.";
  return new Neo4jError(said, "ServiceUnavailable", "08000", said);
}
