import { describe, expect, it } from "vitest";
import { kindOfComplaint, readRequested } from "./complaint-kind.ts";
import { readComplaint } from "./complaint.ts";

const kindOf = (status: number | null, body: unknown, proven = false) =>
  kindOfComplaint(readComplaint(status, body), proven);

describe("kindOfComplaint", () => {
  it("reads a call above a whole limit as too large, with any code", () => {
    const said = (requested: number) => ({ error: { message: `TPM: Limit 30000, Used 100, Requested ${requested}.` } });
    expect(kindOf(429, said(30_001))).toBe("too-large");
    expect(kindOf(429, said(30_000))).toBe("rate-limited");
  });

  it("uses the status if the body has no message", () => {
    const kinds = [400, 401, 402, 403, 404, 405, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529].map((status) =>
      kindOf(status, ""),
    );
    expect(kinds.join(" ")).toBe(
      "invalid unauthorised quota-exhausted unauthorised not-found not-found timeout server too-large invalid rate-limited server server overloaded server overloaded",
    );
  });

  it("reads an unsupported function as permanent", () => {
    expect(kindOf(501, "Unsupported method ('POST')")).toBe("not-found");
    expect(kindOf(501, { error: { message: "This server does not support embeddings." } })).toBe("invalid");
  });

  it("reads a forbidden request as permanent, unless only its content is forbidden", () => {
    const page = "<!doctype html><title>403 Forbidden</title>";
    expect([kindOf(403, page), kindOf(403, page, true)]).toEqual(["unauthorised", "invalid"]);
    expect(kindOf(403, "Request blocked.", true)).toBe("invalid");
    expect(kindOf(403, { error: { message: "The request was blocked." } }, true)).toBe("invalid");
    expect(kindOf(403, { error: { message: "Your input was flagged." } })).toBe("invalid");
    for (const message of [
      "",
      "Forbidden",
      "This API key was revoked.",
      "Country, region, or territory not supported",
      "Project does not have access to model `some-model`",
      "You are not allowed to sample from this model",
      "Your account is suspended because its content violates our policy.",
    ])
      expect({ message, kind: kindOf(403, { error: { message } }, true) }).toEqual({ message, kind: "unauthorised" });
    expect(kindOf(403, "Forbidden", true)).toBe("unauthorised");
    expect(kindOf(403, { error: { message: "No.", code: "permission_denied" } }, true)).toBe("unauthorised");
    expect(kindOf(401, page, true)).toBe("unauthorised");
  });

  it.each([
    [400, { error: { message: "This organization has been disabled.", type: "invalid_request_error" } }],
    [429, { error: { message: "Your account is not active, please check your billing details on our website." } }],
    [400, { error: { message: "Account suspended" } }],
    [404, { error: { message: "The project has been deactivated." } }],
    [429, { error: { code: "account_deactivated", message: "Contact us." } }],
    [null, { error: { message: "Your access was terminated due to a violation of our policies." } }],
  ])("recognises a closed account with any status: %i", (status, body) => {
    expect(kindOf(status, body, true)).toBe("unauthorised");
  });

  it.each([
    [
      429,
      { error: { message: "Your organization has reached its rate limit. Streaming is disabled for a while." } },
      "rate-limited",
    ],
    [400, { error: { message: "Logprobs are disabled for this model." } }, "invalid"],
    [500, { error: { message: "The account service was restarted." } }, "server"],
    [402, { error: { message: "Your account is suspended: unpaid invoice." } }, "quota-exhausted"],
    [400, { error: { message: "This API method requires billing to be enabled." } }, "quota-exhausted"],
  ])("does not read %i with another message as a closed account", (status, body, kind) => {
    expect(kindOf(status, body, true)).toBe(kind);
  });

  it("uses the type of an error inside a reply without a status", () => {
    expect(kindOf(null, { error: { type: "overloaded_error", message: "Overloaded" } })).toBe("overloaded");
    expect(kindOf(null, { error: { type: "rate_limit_error", message: "Slower" } })).toBe("rate-limited");
    expect(kindOf(null, { error: { type: "insufficient_quota", message: "No" } })).toBe("quota-exhausted");
    expect(kindOf(null, { error: { type: "api_error", message: "Internal" } })).toBe("server");
    expect(kindOf(null, { error: { type: "invalid_request_error", message: "No" } })).toBe("invalid");
    expect(kindOf(null, { error: { code: 429, message: "Slower" } })).toBe("rate-limited");
    expect(kindOf(null, { error: "something" })).toBe("server");
    expect(kindOf(null, "something")).toBe("server");
  });

  it("does not confuse words of different kinds", () => {
    expect(kindOf(500, { error: { message: "The model `x` does not exist in this replica" } })).toBe("server");
    expect(kindOf(400, { error: { message: "Invalid value for 'capacity'." } })).toBe("invalid");
    expect(kindOf(429, { error: { message: "Upgrade under billing settings. Rate limit reached." } })).toBe(
      "rate-limited",
    );
  });
});

describe("readRequested", () => {
  it("reads the requested size of a call, with any punctuation", () => {
    expect(readRequested("on tokens per min. Limit: 500000 / min. Current: 1, Requested: 82181")).toEqual({
      resource: "tokens",
      amount: 82_181,
      limit: 500_000,
    });
    expect(readRequested("on requests per day (RPD): Limit 200, Used 200, Requested 1.")?.resource).toBe("requests");
    expect(readRequested("Limit 5")).toBeNull();
  });
});
