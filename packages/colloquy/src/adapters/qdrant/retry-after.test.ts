import { describe, expect, it } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

describe("how long a server asks to be left alone", () => {
  it("is told in seconds or by a date, and by nothing else", () => {
    const now = Date.parse("2026-01-01T00:00:00Z");
    expect(retryAfterMs("30", now)).toBe(30_000);
    expect(retryAfterMs("Thu, 01 Jan 2026 00:00:45 GMT", now)).toBe(45_000);
    expect(retryAfterMs("Wed, 31 Dec 2025 23:59:00 GMT", now)).toBe(0);
    expect(retryAfterMs("soon", now)).toBeNull();
  });
});
