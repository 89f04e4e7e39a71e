import { type Reply, rebuildError, type Request } from "./protocol.ts";

type Settle = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };
type RequestBody = Request extends infer Each ? (Each extends Request ? Omit<Each, "id"> : never) : never;
type SendRequest = (request: RequestBody) => Promise<unknown>;

/** The caller's side of a thread: calls the objects that the thread serves. */
export interface ThreadClient {
  /**
   * An object of the thread under its own interface. `streams` names the methods that return an AsyncIterable;
   * `properties` are values that the caller's side knows already (`name`, `marker`, the dispose method).
   */
  object<T extends object>(
    name: string,
    options?: { readonly streams?: readonly (keyof T & string)[]; readonly properties?: Partial<T> },
  ): T;
  /** Rejects every call without a reply, and all later calls. */
  fail(error: Error): void;
  /** Disposes of the served objects, then closes the port if it can be closed. */
  dispose(): Promise<void>;
}

/** The part of a MessagePort that a client uses. */
export interface ClientPort {
  on(event: "message", listener: (reply: Reply) => void): unknown;
  postMessage(request: Request): void;
  close?(): void;
}

/** Connects to the objects that `serve` offers at the other end of a port. */
export function connect(port: ClientPort): ThreadClient {
  const pending = new Map<number, Settle>();
  let lastId = 0;
  let failure: Error | null = null;

  const send: SendRequest = (request) =>
    new Promise((resolve, reject) => {
      if (failure !== null) return reject(failure);
      lastId += 1;
      pending.set(lastId, { resolve, reject });
      port.postMessage({ ...request, id: lastId });
    });

  port.on("message", (reply: Reply) => {
    const settle = pending.get(reply.id);
    pending.delete(reply.id);
    if ("error" in reply) settle?.reject(rebuildError(reply.error));
    else settle?.resolve(reply.value);
  });

  return {
    object: (name, options = {}) => remoteObject(send, name, options),
    fail(error) {
      failure ??= error;
      for (const settle of pending.values()) settle.reject(error);
      pending.clear();
    },
    async dispose() {
      try {
        if (failure === null) await send({ kind: "dispose" });
      } finally {
        port.close?.();
      }
    },
  };
}

function remoteObject<T extends object>(
  send: SendRequest,
  object: string,
  { streams = [], properties = {} }: { readonly streams?: readonly string[]; readonly properties?: Partial<T> },
): T {
  const known = new Map<PropertyKey, unknown>();
  for (const key of Reflect.ownKeys(properties)) known.set(key, Reflect.get(properties, key));
  return new Proxy<T>(Object.create(null) as T, {
    get(_target, property) {
      if (known.has(property)) return known.get(property);
      // A promise that resolves to this object must not take it for a thenable. Symbols are not method names.
      if (typeof property === "symbol" || property === "then") return undefined;
      const call = (...args: readonly unknown[]): unknown =>
        streams.includes(property)
          ? remoteStream(send, object, property, args)
          : send({ kind: "call", object, method: property, args });
      known.set(property, call);
      return call;
    },
  });
}

async function* remoteStream(
  send: SendRequest,
  object: string,
  method: string,
  args: readonly unknown[],
): AsyncGenerator<unknown> {
  const stream = (await send({ kind: "open", object, method, args })) as number;
  let finished = false;
  try {
    for (;;) {
      const step = (await send({ kind: "next", stream })) as { done: boolean; value?: unknown };
      finished = step.done;
      if (step.done) return;
      yield step.value;
    }
  } finally {
    if (!finished) await send({ kind: "return", stream });
  }
}
