import type { LimitStatuses } from "./admission.ts";
import type { Failure } from "./failures.ts";
import type { Pace } from "./latency.ts";

/** What a call used, in whole tokens. */
export interface Usage {
  readonly inputTokens: number;
  /** The part of `inputTokens` that came from the prompt cache. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** The part of `outputTokens` that was spent on hidden reasoning. */
  readonly reasoningTokens: number;
}

/** The usage of a call that was refused. */
export const NO_USAGE: Usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 };

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

/** A reply with status 200, and how it is delivered. */
export interface Reply {
  readonly kind: "reply";
  readonly content: ReplyContent;
  readonly usage: Usage;
  readonly limits: LimitStatuses;
  readonly pace: Pace;
  /** When it breaks off, in milliseconds after the call, and how; null for a complete reply. */
  readonly breaksOff: { readonly afterMs: number; readonly how: "lost" | "silent" } | null;
}

/** The outcome of a call. */
export type Outcome =
  | Reply
  | {
      readonly kind: "failure";
      readonly failure: Failure;
      readonly afterMs: number;
      readonly limits: LimitStatuses | null;
    }
  /** The connection ends without a reply; `refused`: there was no connection. */
  | { readonly kind: "lost"; readonly afterMs: number; readonly refused: boolean };
