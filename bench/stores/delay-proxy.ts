import { Worker } from "node:worker_threads";

export interface ProxyTask {
  readonly host: string;
  readonly port: number;
  /** Delay of each direction in milliseconds: a round trip has twice the delay. */
  readonly delayMs: number;
}

export interface DelayProxy extends AsyncDisposable {
  /** The server's address through the proxy. */
  readonly uri: string;
}

/** A network that delays data without a limit of its rate, on its own thread. */
export async function startDelayProxy(uri: string, delayMs: number): Promise<DelayProxy> {
  const { protocol, hostname, port } = new URL(uri);
  const task: ProxyTask = { host: hostname, port: Number(port), delayMs };
  const thread = new Worker(new URL("./delay-proxy-thread.ts", import.meta.url), { workerData: task });
  const listening = await new Promise<number>((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", reject);
  });
  return {
    uri: `${protocol}//127.0.0.1:${listening}`,
    async [Symbol.asyncDispose]() {
      await thread.terminate();
    },
  };
}
