import { subscribe, unsubscribe } from "node:diagnostics_channel";

const CHANNEL = "undici:request:create";

/** Names of all requests sent while `work` runs, in order: `POST /collections/x/points/count`. */
export async function requestsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const sent: string[] = [];
  const listener = (message: unknown): void => void sent.push(nameOf(message));
  subscribe(CHANNEL, listener);
  await work().finally(() => unsubscribe(CHANNEL, listener));
  return sent;
}

/** Resolves when the next request whose name begins with `name` is sent. */
export function nextRequest(name: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const listener = (message: unknown): void => {
    if (!nameOf(message).startsWith(name)) return;
    unsubscribe(CHANNEL, listener);
    resolve();
  };
  subscribe(CHANNEL, listener);
  return promise;
}

function nameOf(message: unknown): string {
  const request = field(message, "request");
  return `${String(field(request, "method"))} ${String(field(request, "path"))}`;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
