import { ColloquyError } from "../model/index.ts";

const TRIAL_BATCHES = 20;
/** Where there are fewer batches, so many calls that fail alike, and none that gives anything, tell the same ... */
const LEAST_ALIKE = 3;
/** ... of no fewer passages than these: a few may well be at fault themselves. */
const LEAST_PASSAGES = 4;

/**
 * Watches the first batches of a lane: when half of them fail alike, the model cannot do this job, and going
 * on would only fill the dead letters. What failed is not asked for again until it is known. Of a lane with fewer batches
 * it watches their halves as well, unless a batch gave something: one passage can spoil a whole batch, but not both halves.
 */
export class Trial {
  readonly #outcomes = new Map<number, string | null>();
  readonly #failures = new Map<string, { readonly alike: number; readonly reason: string }>();
  readonly #decision = Promise.withResolvers<void>();
  readonly #conclusion = Promise.withResolvers<void>();
  readonly #rounds = new Set<number>();
  #failed = { calls: 0, passages: 0 };
  #gave = false;
  #batches: number;

  /** @param batches how many it watches. */
  constructor(batches = TRIAL_BATCHES) {
    this.#batches = batches;
    this.#decide();
  }

  /** Resolves when the outcome of every batch of the trial is known. */
  get decided(): Promise<void> {
    return this.#decision.promise;
  }

  /** Whether the halves of batches have to show what the batches did not. */
  get goesOn(): boolean {
    return this.#batches < TRIAL_BATCHES && !this.#gave && this.#failed.calls > 0;
  }

  /** Where it goes on: resolves when the halves of all batches are known, too, or one of them gave something. */
  get concluded(): Promise<void> {
    return this.#conclusion.promise;
  }

  /** Records how a batch ended: with the reason of its failure, or null. `passages`: of those that may tell of the model. @throws ColloquyError `provider` when half failed alike. */
  record(batch: number, reason: string | null, passages: number): void {
    if (batch >= this.#batches) return;
    this.#outcomes.set(batch, reason);
    if (reason === null) this.gave();
    else this.#failed.passages += passages;
    const alike = reason === null ? 0 : this.#countAlike(reason);
    if (alike >= TRIAL_BATCHES / 2) throw refusal(alike, this.#outcomes.size, reason ?? "");
    this.#decide();
  }

  /** Records that a part of a batch failed, where it goes on. */
  recordPart(reason: string): void {
    this.#countAlike(reason);
  }

  /** A call gave something: the model can do this job. */
  gave(): void {
    this.#gave = true;
    if (this.#decided) this.#conclusion.resolve();
  }

  /** The parts of a batch that failed are known. @throws ColloquyError `provider` when those of all are, and they failed alike. */
  endRound(batch: number): void {
    this.#rounds.add(batch);
    this.#decide();
  }

  /** There are no more than so many batches. */
  end(batches: number): void {
    this.#batches = Math.min(this.#batches, batches);
    this.#decide();
  }

  /** The run is stopped, or the budget is reached: nobody is to wait any longer. */
  abandon(): void {
    this.#gave = true;
    this.end(0);
    this.#conclusion.resolve();
  }

  get #decided(): boolean {
    return this.#outcomes.size >= this.#batches;
  }

  /** How many batches failed. */
  get #lost(): number {
    return [...this.#outcomes.values()].filter((reason) => reason !== null).length;
  }

  #countAlike(reason: string): number {
    this.#failed.calls += 1;
    const likeness = likenessOf(reason);
    const alike = (this.#failures.get(likeness)?.alike ?? 0) + 1;
    this.#failures.set(likeness, { alike, reason });
    return alike;
  }

  #decide(): void {
    if (!this.#decided) return;
    this.#decision.resolve();
    if (this.goesOn && this.#rounds.size < this.#lost) return;
    if (this.goesOn) this.#judge();
    this.#conclusion.resolve();
  }

  #judge(): void {
    const { calls, passages } = this.#failed;
    const [most] = [...this.#failures.values()].toSorted((a, b) => b.alike - a.alike);
    if (most === undefined || passages < LEAST_PASSAGES || most.alike < LEAST_ALIKE || most.alike <= calls / 2) return;
    throw nothingGiven(most.alike, calls, most.reason);
  }
}

/**
 * What sentences of one kind of failure have in common: what a model or a provider said in its own words, numbers and
 * whatever holds one (the names of requests and passages), and what stands in quotation marks may differ.
 */
export function likenessOf(sentence: string): string {
  return sentence
    .replace(/:\s.*$/su, "")
    .replace(/"[^"]*"|“[^”]*”|`[^`]*`|(?<!\w)'[^']*'/gu, "#")
    .replace(/[^\s()]*\d[^\s()]*/gu, "#")
    .trim();
}

function refusal(alike: number, known: number, reason: string): ColloquyError {
  return new ColloquyError(
    "provider",
    `Stopped, because ${alike} of the first ${known} batches failed alike (${reason.replace(/\.$/, "")}). Nothing is lost: mend the cause and run the same command again.`,
  );
}

function nothingGiven(alike: number, calls: number, reason: string): ColloquyError {
  return new ColloquyError(
    "provider",
    `Stopped, because no call gave anything and ${alike} of ${calls} failed alike (${reason.replace(/\.$/, "")}). Nothing is lost: mend the cause and run the same command again.`,
  );
}
