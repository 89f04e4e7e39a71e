import { ColloquyError } from "../../model/index.ts";
import type { StoreState } from "../../ports/index.ts";
import type { CompletedState, StateRecords } from "./state.ts";

/** The state of one workspace as one store sees it, who notices where somebody else changes it in between. */
export class Completion {
  readonly #states: StateRecords;
  readonly #place: string;
  /** What was read last or left; undefined before the first. */
  #known: StoreState | null | undefined;
  #touched: Promise<void> | null = null;

  /** @param place how a message calls where the state's rows lie. */
  constructor(states: StateRecords, place: string) {
    this.#states = states;
    this.#place = place;
  }

  async read(): Promise<CompletedState | null> {
    const state = await this.#states.read();
    this.#known = state;
    return state;
  }

  /** Before a change: the first one after a completion is noted. */
  async touch(): Promise<void> {
    this.#touched ??= this.#touch().catch((error: unknown) => {
      this.#touched = null;
      throw error;
    });
    await this.#touched;
  }

  async forget(): Promise<void> {
    await this.#states.forget();
    this.#known = null;
  }

  /** The state went with the collection. */
  wasForgotten(): void {
    this.#known = null;
  }

  /**
   * Qdrant has no transactions: of two who complete in the same moment, neither may notice.
   * @throws ColloquyError `store` where the state is another than is known here; it is removed.
   */
  async complete(state: StoreState, points: number): Promise<void> {
    const known = this.#known;
    const found = known === undefined ? null : await this.#states.read();
    // The wanted one stands there already where an answer was lost.
    if (known !== undefined && !isSame(found, known) && !isSame(found, state)) {
      await this.forget();
      throw new ColloquyError(
        "store",
        `Somebody else wrote to ${this.#place} while this run did; run \`colloquy project --to qdrant\`, or give one of both another --workspace.`,
      );
    }
    await this.#states.write(state, points);
    this.#known = state;
    this.#touched = null;
  }

  async #touch(): Promise<void> {
    const state = await this.#states.touch();
    if (this.#known === undefined) this.#known = state;
  }
}

function isSame(left: StoreState | null, right: StoreState | null): boolean {
  return left?.marker === right?.marker && left?.epoch === right?.epoch;
}
