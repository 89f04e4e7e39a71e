import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeMarkup, markup, rawMarkup, scriptJson } from "./markup.ts";

describe("templates of markup", () => {
  it("escape text in elements and in attributes", () => {
    const text = `<b class="x">Q&A's</b>`;
    expect(markup`<p title="${text}">${text}</p>`.markup).toBe(
      `<p title="&lt;b class=&quot;x&quot;&gt;Q&amp;A&#39;s&lt;/b&gt;">&lt;b class=&quot;x&quot;&gt;Q&amp;A&#39;s&lt;/b&gt;</p>`,
    );
  });

  it("do not escape markup, join lists, and write an empty text for null", () => {
    expect(
      markup`<ul>${["a<", "b"].map((item) => markup`<li>${item}</li>`)}${null}</ul>${rawMarkup("<hr>")}`.markup,
    ).toBe("<ul><li>a&lt;</li><li>b</li></ul><hr>");
  });

  it("round numbers to a hundredth", () => {
    expect(markup`${1 / 3} ${12} ${-0.001}`.markup).toBe("0.33 12 0");
  });

  it("escape every text so that it cannot end an element or a quoted attribute", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escapeMarkup(text)).not.toMatch(/[<>"'\u0000-\u001F\u202A-\u202E]/);
      }),
    );
  });
});

describe("JSON in a script element", () => {
  it("parses to the same value and cannot end the element", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.constant("</script><!-- & \u2028"))), (value) => {
        const { markup: text } = scriptJson(value);
        expect(text).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.parse(text)).toEqual(value);
      }),
    );
  });
});
