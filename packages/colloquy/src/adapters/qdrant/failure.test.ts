import { QdrantClientResourceExhaustedError, QdrantClientTimeoutError } from "@qdrant/js-client-rest";
import { describe, expect, it } from "vitest";
import { type FailureContext, readFailure } from "./failure.ts";

const answer = (status: number, data: unknown) => Object.assign(new Error("answer"), { status, data });
const network = (code: string) => new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
const read = (error: unknown, { hasKey = true, retryAfterMs = null }: Partial<FailureContext> = {}) =>
  readFailure(error, { hasKey, retryAfterMs });

describe("a failed request to Qdrant", () => {
  it("is transient when the server is busy, broken or unreachable", () => {
    const passing = [
      answer(429, { status: { error: "Rate limit" } }),
      answer(500, null),
      answer(502, "<html>"),
      answer(503, { status: { error: "shard is not ready" } }),
      network("ECONNREFUSED"),
      network("ECONNRESET"),
      network("UND_ERR_SOCKET"),
      network("ENOTFOUND"),
      network("UND_ERR_CONNECT_TIMEOUT"),
      new QdrantClientTimeoutError("aborted"),
      new Error("Invalid retryAfter value: W"),
    ];
    expect(passing.map((error) => read(error)?.mayPass)).toEqual(passing.map(() => true));
  });

  it("is permanent when the request, the key or the address is wrong", () => {
    const lasting = [
      answer(400, { status: { error: "Wrong input" } }),
      answer(401, "Invalid API key"),
      answer(403, { status: { error: "Forbidden" } }),
      answer(404, null),
      answer(501, null),
      network("DEPTH_ZERO_SELF_SIGNED_CERT"),
      network("ERR_SSL_WRONG_VERSION_NUMBER"),
      network("HPE_INVALID_CONSTANT"),
      new SyntaxError("Unexpected token <"),
    ];
    expect(lasting.map((error) => read(error)?.mayPass)).toEqual(lasting.map(() => false));
  });

  it("distinguishes a wrong key from a missing key, and repeats neither", () => {
    expect(read(answer(401, "Invalid API key or JWT"))?.what).toBe("refused the key in QDRANT_API_KEY (401)");
    expect(read(answer(401, "Must provide"), { hasKey: false })?.what).toBe("requires a key (401)");
    expect(read(answer(403, { status: { error: "Forbidden: Global manage" } }))?.what).toBe(
      "does not permit this with the key in QDRANT_API_KEY (403: Forbidden: Global manage)",
    );
  });

  it("waits as long as Qdrant's message asks", () => {
    const error = "Rate limiting exceeded: Write rate limit exceeded. Retry after 12s";
    expect(read(answer(429, { status: { error } }))?.retryAfterMs).toBe(12_000);
    expect(read(answer(429, { status: { error: "Too many requests" } }))?.retryAfterMs).toBe(0);
  });

  it("waits as long as the header asks, although the client keeps only one digit", () => {
    const retryAfterMs = 30_000;
    expect(read(new QdrantClientResourceExhaustedError("busy", "3"), { retryAfterMs })?.retryAfterMs).toBe(30_000);
    expect(read(new Error("Invalid retryAfter value: W"), { retryAfterMs })?.retryAfterMs).toBe(30_000);
    expect(read(answer(503, null), { retryAfterMs })?.retryAfterMs).toBe(30_000);
    expect(read(new QdrantClientResourceExhaustedError("busy", "3"))?.retryAfterMs).toBe(3_000);
  });

  it("repeats Qdrant's message on one line, shortened and without control characters", () => {
    const what = read(answer(400, { status: { error: `bad\n\u001b[31m${"x".repeat(1_000)}` } }))?.what;
    expect(what).toMatch(/^answered 400: bad x+$/);
    expect(what?.length).toBeLessThan(330);
  });

  it("repeats Qdrant's message without its full stop", () => {
    const error = 'Index required but not found for "x". Help: Use a different filter.\n';
    expect(read(answer(400, { status: { error } }))?.what).toBe(
      'answered 400: Index required but not found for "x". Help: Use a different filter',
    );
  });

  it("does not describe a programming error", () => {
    expect(read(new TypeError("x is not a function"))).toBeNull();
  });
});
