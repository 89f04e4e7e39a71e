type Call = (...args: readonly unknown[]) => unknown;
type WithSignal<Signal> = Readonly<Record<string, unknown>> & { readonly signal: Signal };

/** The state of a call: 1 when it is aborted. Both threads share these four bytes. */
type Flag = Int32Array<SharedArrayBuffer>;

/**
 * Wraps a remote object whose methods take `signal` in their last argument. An AbortSignal cannot be sent to a thread,
 * so a flag in shared memory replaces it, which synchronous work can read. An aborted call rejects with the signal's
 * reason at once.
 * @param streams the methods that return an AsyncIterable; each step counts as a call.
 */
export function sendingSignals<T extends object>(remote: T, streams: readonly (keyof T & string)[] = []): T {
  const isStream = (name: string): boolean => (streams as readonly string[]).includes(name);
  return aroundCalls(remote, (call, args, name) => {
    const options = optionsWith(args, (signal) => signal instanceof AbortSignal);
    if (options === null) return call(...args);
    const flag: Flag = new Int32Array(new SharedArrayBuffer(4));
    const sent = [...args.slice(0, -1), { ...options, signal: flag }];
    const { signal } = options;
    if (!isStream(name)) return untilAborted(signal, flag, () => call(...sent) as Promise<unknown>);
    return streamUntilAborted(signal, flag, () => call(...sent) as AsyncIterable<unknown>);
  });
}

async function untilAborted<Result>(signal: AbortSignal, flag: Flag, work: () => Promise<Result>): Promise<Result> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => {
    Atomics.store(flag, 0, 1);
    reject(signal.reason as Error);
  };
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([aborted, work()]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

async function* streamUntilAborted(
  signal: AbortSignal,
  flag: Flag,
  open: () => AsyncIterable<unknown>,
): AsyncGenerator<unknown> {
  signal.throwIfAborted();
  const steps = open()[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await untilAborted(signal, flag, () => steps.next());
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    await steps.return?.();
  }
}

/**
 * The counterpart of `sendingSignals` on the other thread. The methods receive a signal with a state but without
 * events.
 */
export function receivingSignals<T extends object>(object: T): T {
  return aroundCalls(object, (call, args) => {
    const options = optionsWith(args, (signal) => signal instanceof Int32Array);
    if (options === null) return call(...args);
    return call(...args.slice(0, -1), { ...options, signal: signalOf(options.signal as Flag) });
  });
}

function signalOf(flag: Flag): Pick<AbortSignal, "aborted" | "throwIfAborted"> {
  const isAborted = (): boolean => Atomics.load(flag, 0) === 1;
  return {
    get aborted() {
      return isAborted();
    },
    throwIfAborted() {
      if (isAborted()) throw new DOMException("The call was aborted.", "AbortError");
    },
  };
}

function aroundCalls<T extends object>(
  object: T,
  around: (call: Call, args: readonly unknown[], name: string) => unknown,
): T {
  return new Proxy(object, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== "function") return value;
      // Disposal runs on the object itself, because a proxy has no private fields. It is no bound function, because V8
      // refuses those in `using`.
      if (typeof property === "symbol") return (...args: readonly unknown[]) => Reflect.apply(value, target, args);
      return (...args: readonly unknown[]) => around((...given) => Reflect.apply(value, target, given), args, property);
    },
  });
}

/** Returns the last argument if it has a signal of the given type. */
function optionsWith<Signal>(
  args: readonly unknown[],
  isSignal: (signal: unknown) => signal is Signal,
): WithSignal<Signal> | null {
  const last = args.at(-1);
  if (typeof last !== "object" || last === null || !("signal" in last) || !isSignal(last.signal)) return null;
  return last as WithSignal<Signal>;
}
