import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import type { ProxyTask } from "./delay-proxy.ts";

const { host, port, delayMs } = workerData as ProxyTask;

const server = createServer({ noDelay: true }, (client) => {
  const upstream = connect({ host, port, noDelay: true });
  carry(client, upstream);
  carry(upstream, client);
});
server.listen(0, "127.0.0.1", () => {
  const { port: listening } = server.address() as AddressInfo;
  parentPort?.postMessage(listening);
});

/** Forwards the data of one side after a delay in milliseconds. */
function carry(from: Socket, to: Socket): void {
  const waiting: { readonly dueAt: number; readonly data: Buffer }[] = [];
  let timer: NodeJS.Timeout | null = null;

  function passOn(): void {
    timer = null;
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const left = first.dueAt - performance.now();
      if (left > 0) {
        timer = setTimeout(passOn, left);
        return;
      }
      waiting.shift();
      if (!to.write(first.data)) {
        from.pause();
        to.once("drain", () => from.resume());
      }
    }
  }

  from.on("data", (data) => {
    waiting.push({ dueAt: performance.now() + delayMs, data });
    timer ??= setTimeout(passOn, delayMs);
  });
  from.once("close", () => {
    if (timer !== null) clearTimeout(timer);
    to.destroy();
  });
  from.on("error", () => to.destroy());
}
