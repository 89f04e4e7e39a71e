import { renderToStaticMarkup } from "react-dom/server";
import { createElement } from "react";
import { expect, it } from "vitest";
import { Sentence } from "./sentence.tsx";

const markup = (text: string): string => renderToStaticMarkup(createElement(Sentence, { text }));

it("shows commands in backticks as code, and other text as it is", () => {
  expect(markup("Start `colloquy serve` again, or `b`.")).toBe(
    "Start <code>colloquy serve</code> again, or <code>b</code>.",
  );
  expect(markup("<b> a ` b")).toBe("&lt;b&gt; a ` b");
});
