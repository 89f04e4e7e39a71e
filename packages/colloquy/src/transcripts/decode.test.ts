import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBytes } from "./decode.ts";

const utf16 = (text: string, bigEndian: boolean): Uint8Array => {
  const bytes = Buffer.from(text, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
};

describe("decodeBytes", () => {
  it("removes the byte order mark of UTF-8 and of both kinds of UTF-16", () => {
    expect(decodeBytes(Buffer.from("\uFEFFZoë: hi"))).toEqual({ text: "Zoë: hi", encoding: "utf-8" });
    expect(decodeBytes(utf16("\uFEFFZoë: hi", false))).toEqual({ text: "Zoë: hi", encoding: "utf-16le" });
    expect(decodeBytes(utf16("\uFEFFZoë: hi", true))).toEqual({ text: "Zoë: hi", encoding: "utf-16be" });
  });

  it("recognises UTF-16 without a mark, in Latin and in other scripts", () => {
    for (const text of ["Ann: hello there\r\n", "李雷: 你好，世界\n韩梅梅: 你好吗\n", "دانا: مرحبا بالجميع\n"]) {
      expect(decodeBytes(utf16(text, false))).toEqual({ text, encoding: "utf-16le" });
      expect(decodeBytes(utf16(text, true))).toEqual({ text, encoding: "utf-16be" });
    }
  });

  it("recognises UTF-16 without a mark with any letters", () => {
    const texts = [
      "李雷: 你好，世界。我们今天讨论一下计划。\n韩梅梅: 好的，我们一一开始吧。\n",
      "太郎：こんにちは、皆さん。今日は一緒に計画を話しましょう。花子：はい。そうしましょう。",
      "지수: 안녕하세요 여러분\n민준: 네 시작합시다\n",
      "Анна: привет всем\nБорис: хорошо\n",
      "रवि: नमस्ते सबको\nसीता: ठीक है\n",
      "אבי: שלום לכולם\n",
    ];
    for (const text of texts) {
      expect(decodeBytes(utf16(text, false))).toEqual({ text, encoding: "utf-16le" });
      expect(decodeBytes(utf16(text, true))).toEqual({ text, encoding: "utf-16be" });
    }
  });

  it("reads UTF-32 with its byte order mark", () => {
    const text = "Zoë: hi 👍\n李雷: 你好";
    const bytes = Buffer.alloc(4 * ([...text].length + 1));
    for (const [i, character] of [..."\uFEFF", ...text].entries())
      bytes.writeUInt32LE(character.codePointAt(0) ?? 0, i * 4);
    expect(decodeBytes(bytes)).toEqual({ text, encoding: "utf-32le" });
    expect(decodeBytes(Buffer.from(bytes).swap32())).toEqual({ text, encoding: "utf-32be" });
  });

  it("accepts a stray zero, and removes zeros at the end", () => {
    expect(decodeBytes(Buffer.from("Ann: hi\0 there"))?.text).toBe("Ann: hi\0 there");
    for (const zeros of [1, 3, 4096])
      expect(decodeBytes(Buffer.from(`Ann: hi\nBob: yo\n${"\0".repeat(zeros)}`))?.text).toBe("Ann: hi\nBob: yo\n");
    expect(decodeBytes(Buffer.concat([utf16("Ann: hi\n", false), Buffer.alloc(4)]))?.text).toBe("Ann: hi\n");
  });

  it("reads single bytes with stray zeros as single bytes, at any position of a small file", () => {
    const text = "Ann: hi there, Bob.\nBob: hello Ann, how are you?\n";
    for (let at = 0; at < text.length; at++) {
      const withZero = `${text.slice(0, at)}\0${text.slice(at)}`;
      expect(decodeBytes(Buffer.from(withZero))).toEqual({ text: withZero, encoding: "utf-8" });
    }
    expect(decodeBytes(Buffer.from("Zo\xeb: caf\xe9 \0ol\xe9, it is", "latin1"))?.encoding).toBe("windows-1252");
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 4 }), (places) => {
        let zeros = text;
        for (const at of places) zeros = `${zeros.slice(0, at)}\0${zeros.slice(at)}`;
        // More than a few zeros mean binary data.
        expect(decodeBytes(Buffer.from(zeros))?.encoding ?? "utf-8").toBe("utf-8");
      }),
    );
  });

  it("does not read Eastern text in single or mixed bytes as UTF-16", () => {
    for (const hex of ["91be98593a2082b182f182c982bf82cd0a", "c1cecec13a20d0d2c9d7c5d40a"])
      expect(decodeBytes(Buffer.from(hex, "hex"))?.encoding).toBe("windows-1252");
  });

  it("reads text that is not UTF-8 as CP1252, which contains Latin-1", () => {
    expect(decodeBytes(Buffer.from("Zo\xeb M\xfcller: \x93hi\x94 \x80", "latin1"))).toEqual({
      text: "Zoë Müller: “hi” €",
      encoding: "windows-1252",
    });
  });

  it("reads a UTF-8 file with one invalid byte as UTF-8", () => {
    const bytes = Buffer.concat([Buffer.from("Zoë: naïve café. "), Buffer.from([0xff]), Buffer.from(" Müller")]);
    expect(decodeBytes(bytes)).toEqual({ text: "Zoë: naïve café. \uFFFD Müller", encoding: "utf-8" });
  });

  it("reads UTF-8 with an incomplete last character", () => {
    expect(decodeBytes(Buffer.from("Zoë: café").subarray(0, -1))).toEqual({
      text: "Zoë: caf\uFFFD",
      encoding: "utf-8",
    });
  });

  it("recognises binary data, but not in a recorded terminal session", () => {
    expect(decodeBytes(Uint8Array.from({ length: 512 }, (_, i) => (i * 7) % 256))).toBeNull();
    expect(decodeBytes(Buffer.from("Ann: hi\0\0\0\0there"))).toBeNull();
    expect(decodeBytes(Buffer.from("Ann: hello there\0\0 my friend\nBob: good\0\n"))).not.toBeNull();
    expect(decodeBytes(Buffer.from("Ann\u001b[2J: hi\u0007"))?.text).toBe("Ann\u001b[2J: hi\u0007");
  });
});
