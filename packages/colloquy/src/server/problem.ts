import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { z } from "zod";
import type { problem } from "../api/index.ts";
import { ColloquyError, type ErrorCode, printable, type WorkspaceList } from "../model/index.ts";
import { redact } from "../text/index.ts";

/** The code of a failure: that of the library, or one of the server. */
export type ProblemCode =
  | ErrorCode
  | "hidden"
  | "no-session"
  | "forbidden"
  | "method-not-allowed"
  | "too-large"
  | "unsupported"
  | "too-many-requests"
  | "overloaded"
  | "unexpected";

/** A request that the server refuses, with the status of its response. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: ContentfulStatusCode;
  readonly code: ProblemCode;
  /** Further headers of the response. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    code: ProblemCode,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

const STATUSES: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  "invalid-input": 400,
  configuration: 500,
  "workspace-busy": 409,
  interrupted: 503,
  store: 502,
  ledger: 500,
  provider: 502,
  "not-found": 404,
  network: 502,
  disk: 507,
};

/** Where a reader of the application finds right names. */
const LISTS: Readonly<Record<WorkspaceList, string>> = {
  speakers: "The list of people has all names.",
  transcripts: "The list of transcripts has all files.",
};

/** A failure as data, safe to show. */
export function problemOf(failure: unknown): z.input<typeof problem> {
  const { code, sentence } = describe(failure);
  return { code, message: redact(printable(sentence)) };
}

/** The response for a failure. */
export function problemResponse(c: Context, failure: unknown): Response {
  const error = asRefusal(failure);
  const status = error instanceof Refusal ? error.status : ColloquyError.isInstance(error) ? STATUSES[error.code] : 500;
  const headers = error instanceof Refusal ? error.headers : {};
  return c.json(problemOf(error), status, { ...headers, "cache-control": "no-store" });
}

/** Whether a failure is a fault of the program, and not an answer to a wrong request. */
export function isUnexpected(failure: unknown): boolean {
  return !(asRefusal(failure) instanceof Refusal) && !ColloquyError.isInstance(failure);
}

/** Hono refuses a body that is no JSON. */
function asRefusal(failure: unknown): unknown {
  if (!(failure instanceof HTTPException) || failure.status >= 500) return failure;
  return new Refusal(failure.status as ContentfulStatusCode, "invalid-input", `${failure.message}.`);
}

function describe(failure: unknown): { readonly code: ProblemCode; readonly sentence: string } {
  const error = asRefusal(failure);
  if (error instanceof Refusal) return { code: error.code, sentence: error.message };
  if (ColloquyError.isInstance(error)) {
    const { code, sentence, list } = error;
    return { code, sentence: list === null ? sentence : `${sentence} ${LISTS[list]}` };
  }
  if (error instanceof Error && error.name === "AbortError")
    return { code: "interrupted", sentence: "The request was cancelled." };
  const message = error instanceof Error ? error.message : String(error);
  return { code: "unexpected", sentence: `Unexpected failure: ${message} (please report it).` };
}
