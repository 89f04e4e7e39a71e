import type { Readable, Writable } from "node:stream";
import { serveStdio as serveConnection, StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import { createServer, type Served } from "./server.ts";

export interface StdioOptions {
  readonly input: Readable;
  /** Receives messages of the protocol and nothing else. */
  readonly output: Writable;
  /** Ends the connection when aborted. */
  readonly signal: AbortSignal;
}

/** Serves one client over two streams. Resolves when the client closes the input, or when the signal is aborted. */
export async function serveStdio(served: Served, { input, output, signal }: StdioOptions): Promise<void> {
  const transport = new StdioServerTransport(input, output);
  const connection = serveConnection(() => createServer(served), {
    transport,
    onerror: (error) => served.onProblem(`A message was refused: ${error.message}`),
  });
  await new Promise<void>((resolve) => {
    const { onclose } = transport;
    // The SDK has no event for the end of a connection.
    Object.assign(transport, {
      onclose: () => {
        onclose?.();
        resolve();
      },
    });
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await connection.close();
}
