import { Worker } from "node:worker_threads";

export interface ProxyTask {
  readonly host: string;
  readonly port: number;
  /** Each way, in milliseconds: a round trip takes twice as much longer. */
  readonly delayMs: number;
}

export interface DelayProxy extends AsyncDisposable {
  /** The server's address, by way of the proxy. */
  readonly uri: string;
}

/** A network that delays what it carries and loses nothing of its rate, on a thread of its own. */
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
