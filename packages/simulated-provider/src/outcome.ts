import type { Usage } from "./usage.ts";
import type { Standings } from "./admission.ts";
import type { Failure } from "./failures.ts";
import type { Pace } from "./latency.ts";

export type ReplyContent =
  | {
      readonly kind: "chat";
      readonly text: string;
      readonly refusal: string | null;
      readonly finishReason: "stop" | "length";
    }
  | { readonly kind: "vectors"; readonly vectors: readonly Float32Array[] }
  /** A body that is no JSON. */
  | { readonly kind: "garbage"; readonly text: string };

/** A reply with status 200, and how it comes. */
export interface Reply {
  readonly kind: "reply";
  readonly content: ReplyContent;
  readonly usage: Usage;
  readonly standings: Standings;
  readonly pace: Pace;
  /** When it breaks off, in milliseconds after the call, and how; null for a reply that comes whole. */
  readonly breaksOff: { readonly afterMs: number; readonly how: "lost" | "silent" } | null;
}

/** What becomes of a call. */
export type Outcome =
  | Reply
  | {
      readonly kind: "failure";
      readonly failure: Failure;
      readonly afterMs: number;
      readonly standings: Standings | null;
    }
  /** The connection ends without a word; `refused`: there was none. */
  | { readonly kind: "lost"; readonly afterMs: number; readonly refused: boolean };
