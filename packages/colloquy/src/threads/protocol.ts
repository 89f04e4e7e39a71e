import type { MessagePort } from "node:worker_threads";
import { ColloquyError, type ErrorCode } from "../model/index.ts";

/** The message that opens a thread: the data of the objects to serve, and the port that serves only them. */
export interface Opening<Data> {
  readonly data: Data;
  readonly port: MessagePort;
}

/** The first message through the port: the objects are ready, or opening failed. */
export type FirstMessage<Ready> = { readonly ready: Ready } | { readonly failed: SentError };

interface MethodCall {
  readonly id: number;
  readonly object: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** `open` calls a method that returns an AsyncIterable; `next` and `return` advance and end that stream. */
export type Request =
  | ({ readonly kind: "call" | "open" } & MethodCall)
  | { readonly kind: "next" | "return"; readonly id: number; readonly stream: number }
  | { readonly kind: "dispose"; readonly id: number };

export type Reply =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: SentError };

/** The name of the one object that each thread of a pool serves. */
export const POOLED_OBJECT = "pooled";

/** An error as it is sent between threads: structured cloning would lose its class. */
export interface SentError {
  /** The code of a ColloquyError; null for any other error. */
  readonly colloquy: ErrorCode | null;
  readonly name: string;
  readonly message: string;
  /** `sentence` of a ColloquyError. */
  readonly sentence?: string;
  readonly stack: string | undefined;
  /** `code` of a system or database error. */
  readonly code: string | undefined;
}

export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) {
    return { colloquy: null, name: "Error", message: String(error), stack: undefined, code: undefined };
  }
  return {
    colloquy: ColloquyError.isInstance(error) ? error.code : null,
    name: error.name,
    message: error.message,
    ...(ColloquyError.isInstance(error) ? { sentence: error.sentence } : {}),
    stack: error.stack,
    code: "code" in error && typeof error.code === "string" ? error.code : undefined,
  };
}

export function rebuildError(sent: SentError): Error {
  const error = sent.colloquy === null ? new Error(sent.message) : rebuildOwn(sent.colloquy, sent);
  error.name = sent.name;
  if (sent.stack !== undefined) error.stack = sent.stack;
  if (sent.colloquy === null && sent.code !== undefined) Object.assign(error, { code: sent.code });
  return error;
}

function rebuildOwn(code: ErrorCode, { message, sentence = message }: SentError): ColloquyError {
  const terminalHint = message.slice(sentence.length + 1);
  return new ColloquyError(code, sentence, terminalHint === "" ? {} : { terminalHint });
}
