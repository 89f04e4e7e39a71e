import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable } from "./printable.ts";

describe("printable", () => {
  it("removes whole escape sequences", () => {
    expect(printable("a\u001b[31mred\u001b[0m b")).toBe("ared b");
    expect(printable("\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007")).toBe("link");
    expect(printable("\u009b31mx")).toBe("x");
  });

  it("replaces line breaks and tabs by a space", () => {
    expect(printable("one\r\ntwo\u2028three\tfour")).toBe("one two three four");
  });

  it("removes bidirectional overrides and isolates", () => {
    expect(printable("user\u202Egnp.exe\u2066x\u2069")).toBe("usergnp.exex");
  });

  it("keeps letters of every script, and the joiners that some need", () => {
    const text = "naïve 東京 می‌خواهم 👩‍💻 é";
    expect(printable(text)).toBe(text);
  });

  it("never returns a control character or a lone surrogate", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const shown = printable(text);
        expect(/[\p{Cc}\p{Surrogate}\u202A-\u202E\u2066-\u2069]/u.test(shown)).toBe(false);
      }),
    );
  });
});
