import { fork } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A receiver of OTLP in a separate process, which accepts every span and reads none. */
export interface TraceReceiver extends Disposable {
  readonly url: string;
}

const SERVE = "serve-traces";

export async function startTraceReceiver(): Promise<TraceReceiver> {
  const child = fork(import.meta.filename, [SERVE]);
  const url = await new Promise<string>((resolve, reject) => {
    child.once("message", (address) => resolve(String(address)));
    child.once("error", reject);
  });
  return { url, [Symbol.dispose]: () => void child.kill() };
}

function serve(): void {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(200, { "content-type": "application/x-protobuf" }).end());
  });
  server.listen(0, "127.0.0.1", () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  process.once("disconnect", () => process.exit());
}

if (process.argv[2] === SERVE) serve();
