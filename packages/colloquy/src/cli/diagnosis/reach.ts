import { connect } from "node:net";
import { describeSystemError } from "../../model/index.ts";

const TIMEOUT_MS = 2000;

/** Null if a TCP connection opens, otherwise the reason. The reason is a predicate: `refused the connection`. */
function reach(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (outcome: string | null): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(TIMEOUT_MS, () => end(`did not respond within ${TIMEOUT_MS / 1000} s`));
    socket.on("connect", () => end(null));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      end(REASONS[error.code ?? ""] ?? `cannot be reached (${describeSystemError(error)})`),
    );
  });
}

/** Null if a connection to a web address opens, otherwise the reason, as a predicate. */
export async function reachWebAddress(address: string): Promise<string | null> {
  if (!URL.canParse(address) || new URL(address).hostname === "") return "is no address";
  const { hostname, port, protocol } = new URL(address);
  const usualPort = protocol === "https:" ? 443 : 80;
  return await reach(hostname.replace(/^\[|\]$/g, ""), port === "" ? usualPort : Number(port));
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refused the connection",
  ENOTFOUND: "names a host that cannot be found",
  EAI_AGAIN: "names a host that cannot be found",
  ETIMEDOUT: "did not respond",
  EHOSTUNREACH: "cannot be reached",
};
