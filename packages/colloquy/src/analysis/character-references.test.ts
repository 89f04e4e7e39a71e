import { describe, expect, it } from "vitest";
import { characterReferenceAt, characterReferences, decodeCharacterReferences } from "./character-references.ts";

describe("character references", () => {
  it.each([
    ["it&#39;s, it&#x27;s, it&apos;s", "it's, it's, it's"],
    ["&quot;Q&amp;A&quot; &lt;3", '"Q&A" <3'],
    ["Zo&euml; &ndash; caf&eacute;", "Zoë – café"],
    ["&#8217; &#150; &#128077;", "’ – 👍"],
    ["one&#10;two&Tab;three", "one two three"],
    ["&amp;amp;", "&amp;"],
  ])("of %j are decoded to %j", (written, read) => {
    expect(decodeCharacterReferences(written)).toBe(read);
  });

  it.each([
    ["it&amp;#39;s &amp;amp;quot;it&amp;amp;quot;", 'it\'s "it"'],
    ["it&#39;s &amp;amp; &amp;unknown; so", "it's & &unknown; so"],
  ])("of %j, which was escaped more than once, are decoded to %j", (written, read) => {
    let text = "";
    let at = 0;
    for (const { start, end, value } of characterReferences(written, { repeated: true })) {
      expect(characterReferenceAt(written, start)).toEqual({ start, end, value });
      text += written.slice(at, start) + value;
      at = end;
    }
    expect(text + written.slice(at)).toBe(read);
  });

  it.each(["R&D", "a &amp b", "&unknown;", "a && b;", "&;", "&#;", "x&y=1;"])("are not in %j", (text) => {
    expect(decodeCharacterReferences(text)).toBe(text);
    expect([...characterReferences(text)]).toEqual([]);
  });

  it("are found with their offsets", () => {
    const found = [{ start: 1, end: 6, value: "'" }];
    expect([...characterReferences("I&#39;m &now;")]).toEqual(found);
    expect(characterReferenceAt("I&#39;m", 1)).toEqual(found[0]);
    expect(characterReferenceAt("I&#39;m", 0)).toBeNull();
    expect(characterReferenceAt("&now;", 0)).toBeNull();
  });
});
