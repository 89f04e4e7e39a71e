import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanName } from "./index.ts";

describe("cleanName", () => {
  it.each([
    ["a NUL", "sleep\u0000 debt", "sleep debt"],
    ["an escape sequence", "\u001b[31msleep\u001b[0m debt", "sleep debt"],
    ["a C1 control sequence", "\u009b31msleep\u0085debt", "sleep debt"],
    ["overrides and isolates of direction", "\u202Esleep\u2066 \u200Fdebt\u2069", "sleep debt"],
    ["spaces without width and soft hyphens", "sl\u200Beep\u2060 de\u00ADbt\uFEFF", "sleep debt"],
    ["invisible tags", "sleep\u{E0041}\u{E0042} debt", "sleep debt"],
    ["line separators and tabs", " sleep\u2028\r\n\tdebt\u2029", "sleep debt"],
    ["a joiner between Latin letters", "sle\u200Dep debt\u200C", "sleep debt"],
  ])("removes %s from a name", (_, name, clean) => {
    expect(cleanName(name)).toBe(clean);
  });

  it.each(["می‌خواهم", "دِ‌ل", "क्‍ष", "👩‍🚀 crew", "O’Brien – R&D", "東京", "Žižek"])("does not change %s", (name) => {
    expect(cleanName(name)).toBe(name.normalize("NFC"));
  });

  it("returns well-formed text on one line, which a second cleaning does not change", () => {
    const part = fc.oneof(
      fc.string({ unit: "binary", maxLength: 6 }),
      fc.constantFrom("\u001b[2J", "\u009b", "\ud800", "\u200d", "\u0301", " "),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const clean = cleanName(parts.join(""));
        expect(clean).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u2069\u200B]/u);
        expect(cleanName(clean)).toBe(clean);
      }),
    );
  });
});
