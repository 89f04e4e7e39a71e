import { randomUUID } from "node:crypto";
import {
  type correctNames,
  type CorrectionResult,
  type Listing,
  listInMemory,
  type ListOptions,
  type NameCorrection,
} from "../composition/index.ts";
import { ColloquyError } from "../model/index.ts";
import { Gate } from "./security/gate.ts";

/** A correction that this server made. */
export interface MadeCorrection extends Pick<CorrectionResult, "added" | "removed"> {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly undone: boolean;
  /** The entity that a corrected name had afterwards; null if it was hidden. */
  readonly entity: { readonly id: string; readonly name: string; readonly type: string } | null;
}

/** A correction that a client wants: of names, or one taken back: by its id, or by its entry in the file. */
export type WantedCorrection =
  | Exclude<NameCorrection, { readonly undo: unknown }>
  | { readonly undo: string }
  | { readonly remove: CorrectionResult["added"][number] };

/** The most corrections of a workspace that can be undone. */
const MOST = 1_000;
/** One correction of a workspace at a time; others wait. */
const WAITING = { most: 1, mostWaiting: 20, longestWaitMs: 60_000 };

/** Corrects names, one after another. It remembers the corrections of each workspace until the server ends. */
export class Corrections implements AsyncDisposable {
  readonly #correct: typeof correctNames;
  readonly #options: NonNullable<Parameters<typeof correctNames>[1]>;
  readonly #made = new Map<string, MadeCorrection[]>();
  readonly #gates = new Map<string, Gate>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #ending = new AbortController();

  /** @param options of every correction, such as the stores that follow. */
  constructor(correct: typeof correctNames, options: NonNullable<Parameters<typeof correctNames>[1]>) {
    this.#correct = correct;
    this.#options = options;
  }

  /**
   * Makes a correction, or undoes one. It is finished even if the client goes away.
   * @throws the errors of `correctNames`; ColloquyError `not-found` for an unknown id, `invalid-input` for a correction that was
   *   undone.
   */
  async make(workspace: string, wanted: WantedCorrection): Promise<MadeCorrection> {
    const gate = this.#gates.get(workspace) ?? new Gate(WAITING);
    this.#gates.set(workspace, gate);
    const running = gate.run(() => this.#make(workspace, wanted), this.#ending.signal);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  async #make(workspace: string, wanted: WantedCorrection): Promise<MadeCorrection> {
    const correction = this.#correctionOf(workspace, wanted);
    const { signal } = this.#ending;
    const { added, removed } = await this.#correct(correction, { ...this.#options, workspace, signal });
    if ("undo" in wanted) this.#replace(workspace, wanted.undo, { undone: true });
    const made = {
      id: randomUUID(),
      at: new Date().toISOString(),
      added,
      removed,
      undone: false,
      entity: null,
    };
    this.#made.set(workspace, [...(this.#made.get(workspace) ?? []), made].slice(-MOST));
    return made;
  }

  /** The latest first. */
  list(workspace: string, options: ListOptions): Promise<Listing<MadeCorrection>> {
    const made = (this.#made.get(workspace) ?? []).toReversed();
    return listInMemory("corrections", made, ({ id }) => id, options);
  }

  /** Remembers the entity that a corrected name has now. */
  nameEntity(workspace: string, made: MadeCorrection, entity: MadeCorrection["entity"]): MadeCorrection {
    this.#replace(workspace, made.id, { entity });
    return { ...made, entity };
  }

  #correctionOf(workspace: string, wanted: WantedCorrection): NameCorrection {
    if ("remove" in wanted) return { undo: { added: [wanted.remove], removed: [] } };
    return "undo" in wanted ? { undo: this.#undoable(workspace, wanted.undo) } : wanted;
  }

  #undoable(workspace: string, id: string): MadeCorrection {
    const found = this.#made.get(workspace)?.find((each) => each.id === id);
    if (found === undefined)
      throw new ColloquyError(
        "not-found",
        "The server did not make this correction since it started: take its entry in aliases.yaml back.",
      );
    if (found.undone) throw new ColloquyError("invalid-input", "This correction is undone already.");
    return found;
  }

  #replace(workspace: string, id: string, change: Partial<MadeCorrection>): void {
    const made = this.#made.get(workspace) ?? [];
    this.#made.set(
      workspace,
      made.map((each) => (each.id === id ? { ...each, ...change } : each)),
    );
  }

  /** Stops what runs; `colloquy project` continues it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    await Promise.allSettled(this.#running);
  }
}
