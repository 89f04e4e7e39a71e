import { markup, type Markup, type Part } from "../../../text/index.ts";
import type { RunReports } from "../../reports/index.ts";
import { folded, longText, section } from "../elements.ts";

const MOST_WARNINGS = 12;

/** The warnings of the run. */
export function warnings({ performance: { warnings: all } }: RunReports): Markup | null {
  if (all.length === 0) return null;
  const list = folded(
    all,
    MOST_WARNINGS,
    "warning",
    (some) => markup`<ul class="warnings">${some.map((warning) => markup`<li>${longText(warning)}</li>`)}</ul>`,
  );
  return section("warnings", "Warnings", markup`<div class="card">${list}</div>`);
}

/** Sentences of advice. */
export function advice({ performance }: RunReports): Markup | null {
  if (performance.advice.length === 0) return null;
  const items = performance.advice.map((sentence) => markup`<li><bdi>${withCode(sentence)}</bdi></li>`);
  return section("advice", "What would help", markup`<ol class="advice">${items}</ol>`);
}

/** Marks commands and options as code. An option is not broken after its dashes. */
function withCode(sentence: string): readonly Part[] {
  return sentence
    .split(/(`[^`]+`|(?<![\w-])--[a-z][a-z-]*[a-z])/)
    .map((part, index) => (index % 2 === 1 ? markup`<code class="option">${part.replaceAll("`", "")}</code>` : part));
}
