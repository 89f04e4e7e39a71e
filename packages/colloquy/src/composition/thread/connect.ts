import { type Reply, rebuildError, type Request } from "./messages.ts";

type Settle = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };
type Ask = Request extends infer Each ? (Each extends Request ? Omit<Each, "id"> : never) : never;

/** The near end of a served thread. */
export interface Connection {
  /**
   * An object of the thread under its own interface. `streams` names the methods that return an AsyncIterable;
   * `properties` are values that the near end knows already (`name`, `marker`, how it is disposed of).
   */
  object<T extends object>(
    name: string,
    options?: { readonly streams?: readonly (keyof T & string)[]; readonly properties?: Partial<T> },
  ): T;
  /** Fails every call that has no answer yet, and all later ones. */
  fail(error: Error): void;
  /** Disposes the served objects, then closes the port where it can be closed. */
  dispose(): Promise<void>;
}

/** What a Worker and a MessagePort have in common. */
export interface MessageChannelEnd {
  on(event: "message", listener: (reply: Reply) => void): unknown;
  postMessage(request: Request): void;
  close?(): void;
}

/** Connects to what `serve` offers at the other end of a port. */
export function connect(port: MessageChannelEnd): Connection {
  const open = new Map<number, Settle>();
  let last = 0;
  let failure: Error | null = null;

  const ask = (request: Ask): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (failure !== null) return reject(failure);
      last += 1;
      open.set(last, { resolve, reject });
      port.postMessage({ ...request, id: last });
    });

  port.on("message", (reply: Reply) => {
    const settle = open.get(reply.id);
    open.delete(reply.id);
    if ("error" in reply) settle?.reject(rebuildError(reply.error));
    else settle?.resolve(reply.value);
  });

  return {
    object: (name, options = {}) => remoteObject(ask, name, options),
    fail(error) {
      failure = error;
      for (const settle of open.values()) settle.reject(error);
      open.clear();
    },
    async dispose() {
      if (failure === null) await ask({ ask: "dispose" });
      port.close?.();
    },
  };
}

function remoteObject<T extends object>(
  ask: (request: Ask) => Promise<unknown>,
  object: string,
  { streams = [], properties = {} }: { readonly streams?: readonly string[]; readonly properties?: Partial<T> },
): T {
  const known = new Map<PropertyKey, unknown>();
  for (const key of Reflect.ownKeys(properties)) known.set(key, Reflect.get(properties, key));
  return new Proxy<T>(Object.create(null) as T, {
    get(_target, property) {
      if (known.has(property)) return known.get(property);
      // A promise that resolves to this object must not take it for a thenable; symbols name no methods.
      if (typeof property === "symbol" || property === "then") return undefined;
      const call = (...args: readonly unknown[]): unknown =>
        streams.includes(property)
          ? remoteStream(ask, object, property, args)
          : ask({ ask: "call", object, method: property, args });
      known.set(property, call);
      return call;
    },
  });
}

async function* remoteStream(
  ask: (request: Ask) => Promise<unknown>,
  object: string,
  method: string,
  args: readonly unknown[],
): AsyncGenerator<unknown> {
  const stream = (await ask({ ask: "open", object, method, args })) as number;
  let finished = false;
  try {
    for (;;) {
      const step = (await ask({ ask: "next", stream })) as { done: boolean; value?: unknown };
      finished = step.done;
      if (step.done) return;
      yield step.value;
    }
  } finally {
    if (!finished) await ask({ ask: "return", stream });
  }
}
