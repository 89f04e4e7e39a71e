import { randomUUID } from "node:crypto";
import type { CorrectionResult } from "../composition/index.ts";
import { ColloquyError } from "../model/index.ts";

/** A correction that this server made. */
export interface MadeCorrection extends Pick<CorrectionResult, "added" | "removed"> {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly undone: boolean;
  /** The entity that a corrected name had afterwards; null if it was hidden. */
  readonly entity: { readonly id: string; readonly name: string; readonly type: string } | null;
}

/** The most corrections of a workspace that can be undone. */
const MOST = 1_000;

/** The corrections that a server made, by workspace. They are forgotten when it ends. */
export class MadeCorrections {
  readonly #made = new Map<string, MadeCorrection[]>();

  /** The latest first. */
  of(workspace: string): readonly MadeCorrection[] {
    return (this.#made.get(workspace) ?? []).toReversed();
  }

  /** @throws ColloquyError `not-found` for an unknown id; `invalid-input` for a correction that was undone. */
  undoable(workspace: string, id: string): MadeCorrection {
    const found = this.#made.get(workspace)?.find((each) => each.id === id);
    if (found === undefined)
      throw new ColloquyError(
        "not-found",
        "This server did not make this correction: edit aliases.yaml to take it back, or correct the names again.",
      );
    if (found.undone) throw new ColloquyError("invalid-input", "This correction is undone already.");
    return found;
  }

  add(workspace: string, made: Omit<MadeCorrection, "id" | "at" | "undone">): MadeCorrection {
    const correction = { ...made, id: randomUUID(), at: new Date().toISOString(), undone: false };
    this.#made.set(workspace, [...(this.#made.get(workspace) ?? []), correction].slice(-MOST));
    return correction;
  }

  markUndone(workspace: string, id: string): void {
    const made = this.#made.get(workspace) ?? [];
    this.#made.set(
      workspace,
      made.map((each) => (each.id === id ? { ...each, undone: true } : each)),
    );
  }
}
