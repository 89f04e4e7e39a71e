import { ColloquyError } from "../model/index.ts";

const TRIAL_BATCHES = 20;

/**
 * Watches the first batches of a lane: when half of them fail alike, the model cannot do this job, and going
 * on would only fill the dead letters. Failures are held until it is known.
 */
export class Trial {
  readonly #outcomes = new Map<number, string | null>();
  readonly #failures = new Map<string, number>();

  /** Records how a batch ended: with the reason of its failure, or null. @throws ColloquyError `provider` when half failed alike. */
  record(batch: number, reason: string | null): void {
    if (batch >= TRIAL_BATCHES) return;
    this.#outcomes.set(batch, reason);
    if (reason === null) return;
    const alike = (this.#failures.get(reason) ?? 0) + 1;
    this.#failures.set(reason, alike);
    if (alike < TRIAL_BATCHES / 2) return;
    throw new ColloquyError(
      "provider",
      `Stopped, because ${alike} of the first ${this.#outcomes.size} batches failed alike (${reason.replace(/\.$/, "")}). Nothing is lost: mend the cause and run the same command again.`,
    );
  }

  /** Whether the outcome of every batch of the trial is known. */
  get decided(): boolean {
    return this.#outcomes.size === TRIAL_BATCHES;
  }
}
