import type { PendingCall } from "./pending-call.ts";
import { PriorityQueue } from "./priority-queue.ts";

const inOrder = (a: PendingCall, b: PendingCall): number => Number(b.isRetry) - Number(a.isRetry) || a.order - b.order;

/** The calls with the longest replies go first, so that little is left to wait for at the end. */
const longestFirst = (a: PendingCall, b: PendingCall): number =>
  Number(b.isRetry) - Number(a.isRetry) ||
  b.tokens.maxOutputTokens - a.tokens.maxOutputTokens ||
  b.tokens.inputTokens - a.tokens.inputTokens ||
  a.order - b.order;

/** The calls that wait: for their turn (ready), for their next attempt (delayed), or for the end of an outage (suspended). */
export class WaitingCalls {
  readonly #ready = new PriorityQueue<PendingCall>(inOrder);
  readonly #delayed = new PriorityQueue<PendingCall>((a, b) => a.dueAt - b.dueAt || a.order - b.order);
  #suspended: PendingCall[] = [];
  #closed: Error | null = null;

  get size(): number {
    return this.#ready.size + this.#delayed.size + this.#suspended.length;
  }

  /** How many may be sent. */
  get ready(): number {
    return this.#ready.size;
  }

  /** When the next delayed call may be sent; Infinity if there is none. */
  get nextDue(): number {
    return this.#delayed.peek()?.dueAt ?? Infinity;
  }

  /** Why no call waits any more; null while calls are accepted. */
  get closed(): Error | null {
    return this.#closed;
  }

  next(): PendingCall | undefined {
    return this.#ready.peek();
  }

  take(): PendingCall | undefined {
    return this.#ready.pop();
  }

  push(call: PendingCall): void {
    if (!this.#rejects(call)) this.#ready.push(call);
  }

  delay(call: PendingCall, until: number): void {
    call.dueAt = until;
    if (!this.#rejects(call)) this.#delayed.push(call);
  }

  suspend(call: PendingCall): void {
    if (!this.#rejects(call)) this.#suspended.push(call);
  }

  /** Makes ready what was delayed until `now` at the latest; Infinity: all. */
  release(now: number): void {
    while (this.#delayed.size > 0 && this.nextDue <= now) this.#ready.push(this.#delayed.pop() as PendingCall);
  }

  /** Makes all calls ready, also the suspended ones. */
  releaseAll(): void {
    this.release(Infinity);
    for (const call of this.takeSuspended()) this.#ready.push(call);
  }

  takeSuspended(): readonly PendingCall[] {
    const suspended = this.#suspended;
    this.#suspended = [];
    return suspended;
  }

  takeAll(): readonly PendingCall[] {
    return [...this.#ready.takeAll(), ...this.#delayed.takeAll(), ...this.takeSuspended()];
  }

  order(draining: boolean): void {
    this.#ready.reorder(draining ? longestFirst : inOrder);
  }

  /** Fails all calls, and every later one: a listener may close the limiter while an event is handled. */
  close(reason: Error): void {
    if (this.#closed !== null) return;
    this.#closed = reason;
    for (const call of this.takeAll()) call.reject(reason);
  }

  #rejects(call: PendingCall): boolean {
    if (this.#closed === null) return false;
    call.reject(this.#closed);
    return true;
  }
}
