import type { LayoutInput } from "../model/layout.ts";
import type { Position, Positions } from "../model/placement.ts";

interface Answer {
  readonly id: number;
  readonly positions: Float32Array;
}

/** Asks the worker for layouts. */
export class LayoutClient {
  // A file of its own: the content security policy allows no worker from a blob, which the package would make.
  readonly #worker = new Worker(new URL("./layout-worker.ts", import.meta.url), { type: "module" });
  #asked = 0;

  /** @returns positions by id. @throws Error if the worker cannot run, DOMException after an abort. */
  async layOut(input: LayoutInput, signal: AbortSignal): Promise<Positions> {
    const id = ++this.#asked;
    const { promise, resolve, reject } = Promise.withResolvers<Float32Array>();
    const ended = new AbortController();
    const options = { signal: ended.signal };
    const receive = ({ data }: MessageEvent<Answer>): void => {
      if (data.id === id) resolve(data.positions);
    };
    this.#worker.addEventListener("message", receive, options);
    this.#worker.addEventListener("error", ({ message }) => reject(new Error(message)), options);
    signal.addEventListener("abort", () => reject(signal.reason), options);
    this.#worker.postMessage({ id, input });
    try {
      const found = await promise;
      return new Map(
        input.nodes.map(({ id: node }, index): [string, Position] => [
          node,
          { x: found[2 * index] ?? 0, y: found[2 * index + 1] ?? 0 },
        ]),
      );
    } finally {
      ended.abort();
    }
  }

  end(): void {
    this.#worker.terminate();
  }
}
