import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ColloquyError, describeSystemError, shellWord } from "../model/index.ts";

/**
 * Resolves with the port when a server listens.
 * @throws ColloquyError `network` if it cannot.
 */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => reject(refusal(error, port, host));
    server.once("error", refuse);
    server.listen({ port, host: host.replace(/^\[(.*)\]$/, "$1") }, () => {
      server.off("error", refuse);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function refusal(error: NodeJS.ErrnoException, port: number, host: string): ColloquyError {
  const problem =
    error.code === "EADDRINUSE"
      ? `Port ${port} of ${shellWord(host)} is in use: choose another one with --port, or 0 for any free port.`
      : `The server cannot listen on port ${port} of ${shellWord(host)} (${describeSystemError(error)}): give another --port or --host.`;
  return new ColloquyError("network", problem, { cause: error });
}
