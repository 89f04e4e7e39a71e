import { randomSecret, secretTest } from "../../serving/index.ts";
import { TokenBuckets } from "./token-bucket.ts";

export interface AccessOptions {
  /** Everybody who has it may read the workspaces. */
  readonly token: string;
  /** Null: there is no login. */
  readonly password: string | null;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/** The most sessions; the oldest one ends first. */
const MOST_SESSIONS = 1_000;

const ONCE_MS = 60_000;

/** Attempts to log in: some at once, then one each ten seconds; of all clients together, one a second. */
const ATTEMPTS = { size: 5, perSecond: 0.1 };
const ALL_ATTEMPTS = { size: 50, perSecond: 1 };

/** The result of an attempt to log in: a session, or the seconds to wait; null: the password is wrong. */
export type Login = { readonly session: string } | { readonly waitSeconds: number } | null;

/** Who may use the server: those with the token, and those with a session, which the token or the password opens. */
export class Access {
  readonly hasPassword: boolean;
  readonly #isToken: (given: string) => boolean;
  readonly #isPassword: (given: string) => boolean;
  readonly #now: () => number;
  #once: { readonly test: (given: string) => boolean; readonly until: number } | null = null;
  readonly #sessions = new Set<string>();
  readonly #attempts: TokenBuckets;
  readonly #allAttempts: TokenBuckets;

  constructor({ token, password, now }: AccessOptions) {
    this.hasPassword = password !== null;
    this.#isToken = secretTest(token);
    this.#now = now;
    this.#isPassword = password === null ? () => false : secretTest(password);
    this.#attempts = new TokenBuckets({ ...ATTEMPTS, now });
    this.#allAttempts = new TokenBuckets({ ...ALL_ATTEMPTS, now });
  }

  /** Opens a session for the token, or for one that works once; null for another text. */
  openByToken(token: string): string | null {
    const once = this.#once;
    const isOnce = once !== null && once.test(token);
    if (isOnce) this.#once = null;
    const isRight = isOnce ? this.#now() < once.until : this.#isToken(token);
    return isRight ? this.#open() : null;
  }

  /** A token that opens one session within a minute. The one before is of no use then. */
  tokenForOnce(): string {
    const token = randomSecret();
    this.#once = { test: secretTest(token), until: this.#now() + ONCE_MS };
    return token;
  }

  /** Opens a session for the password. A client with too many attempts has to wait, also with the right password. */
  logIn(password: string, client: string): Login {
    // A client that has to wait does not use up the attempts of others.
    const waitSeconds = this.#attempts.take(client) || this.#allAttempts.take("");
    if (waitSeconds > 0) return { waitSeconds };
    return this.#isPassword(password) ? { session: this.#open() } : null;
  }

  isToken(given: string): boolean {
    return this.#isToken(given);
  }

  isSession(given: string): boolean {
    return this.#sessions.has(given);
  }

  #open(): string {
    const session = randomSecret();
    this.#sessions.add(session);
    if (this.#sessions.size > MOST_SESSIONS) this.#sessions.delete(this.#sessions.values().next().value as string);
    return session;
  }
}
