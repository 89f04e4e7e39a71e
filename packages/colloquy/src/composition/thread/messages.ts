import { ColloquyError, type ErrorCode } from "../../model/index.ts";

/** An error as it crosses a thread: structured cloning would lose its class. */
export interface SentError {
  /** The code of a ColloquyError; null for any other error. */
  readonly colloquy: ErrorCode | null;
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** `code` of a system or database error. */
  readonly code: string | undefined;
}

export type Request =
  | {
      readonly ask: "call";
      readonly id: number;
      readonly object: string;
      readonly method: string;
      readonly args: readonly unknown[];
    }
  | {
      readonly ask: "open";
      readonly id: number;
      readonly object: string;
      readonly method: string;
      readonly args: readonly unknown[];
    }
  | { readonly ask: "next" | "return"; readonly id: number; readonly stream: number }
  | { readonly ask: "dispose"; readonly id: number };

export type Reply =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: SentError };

export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) {
    return { colloquy: null, name: "Error", message: String(error), stack: undefined, code: undefined };
  }
  return {
    colloquy: ColloquyError.isInstance(error) ? error.code : null,
    name: error.name,
    message: error.message,
    stack: error.stack,
    code: "code" in error && typeof error.code === "string" ? error.code : undefined,
  };
}

export function rebuildError(sent: SentError): Error {
  const error = sent.colloquy === null ? new Error(sent.message) : new ColloquyError(sent.colloquy, sent.message);
  error.name = sent.name;
  if (sent.stack !== undefined) error.stack = sent.stack;
  if (sent.colloquy === null && sent.code !== undefined) Object.assign(error, { code: sent.code });
  return error;
}
