import { PriorityQueue } from "./priority-queue.ts";
import type { Ticket } from "./ticket.ts";

const inOrder = (a: Ticket, b: Ticket): number => Number(b.again) - Number(a.again) || a.order - b.order;

/** What will take longest to answer goes first, so that little is left when everything else is done. */
const longestFirst = (a: Ticket, b: Ticket): number =>
  Number(b.again) - Number(a.again) ||
  b.cost.maxOutputTokens - a.cost.maxOutputTokens ||
  b.cost.inputTokens - a.cost.inputTokens ||
  a.order - b.order;

/** The calls that are not under way: those that may be sent, and those that wait for their next attempt. */
export class WaitingCalls {
  readonly #ready = new PriorityQueue<Ticket>(inOrder);
  readonly #delayed = new PriorityQueue<Ticket>((a, b) => a.dueAt - b.dueAt || a.order - b.order);

  /** Those that failed while nobody is answered, and wait until somebody is. */
  #suspended: Ticket[] = [];
  #closed: Error | null = null;

  get size(): number {
    return this.#ready.size + this.#delayed.size + this.#suspended.length;
  }

  /** How many may be sent. */
  get ready(): number {
    return this.#ready.size;
  }

  /** When the next delayed one may be sent; Infinity where there is none. */
  get nextDue(): number {
    return this.#delayed.peek()?.dueAt ?? Infinity;
  }

  next(): Ticket | undefined {
    return this.#ready.peek();
  }

  push(ticket: Ticket): void {
    if (!this.#rejects(ticket)) this.#ready.push(ticket);
  }

  delay(ticket: Ticket, until: number): void {
    ticket.dueAt = until;
    if (!this.#rejects(ticket)) this.#delayed.push(ticket);
  }

  suspend(ticket: Ticket): void {
    if (!this.#rejects(ticket)) this.#suspended.push(ticket);
  }

  /** Fails all that wait, and whatever is to wait later: who hears of an event may close the limiter in the midst of it. */
  close(reason: Error): void {
    this.#closed = reason;
    for (const ticket of this.takeAll()) ticket.reject(reason);
  }

  takeSuspended(): readonly Ticket[] {
    const suspended = this.#suspended;
    this.#suspended = [];
    return suspended;
  }

  take(): Ticket | undefined {
    return this.#ready.pop();
  }

  /** Makes those ready that were delayed until `now`; Infinity means all. */
  release(now: number): void {
    while (this.#delayed.size > 0 && this.nextDue <= now) this.#ready.push(this.#delayed.pop() as Ticket);
  }

  order(draining: boolean): void {
    this.#ready.reorder(draining ? longestFirst : inOrder);
  }

  takeAll(): readonly Ticket[] {
    return [...this.#ready.takeAll(), ...this.#delayed.takeAll(), ...this.takeSuspended()];
  }

  #rejects(ticket: Ticket): boolean {
    if (this.#closed === null) return false;
    ticket.reject(this.#closed);
    return true;
  }
}
