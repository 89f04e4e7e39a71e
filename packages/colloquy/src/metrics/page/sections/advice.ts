import { markup, type Markup, type Part } from "../markup.ts";
import { section } from "../section.ts";
import type { RunReports } from "../../reports.ts";

/** What held the run back and what would help, in sentences. */
export function advice({ performance }: RunReports): Markup | null {
  if (performance.advice.length === 0) return null;
  const items = performance.advice.map((sentence) => markup`<li><bdi>${withCode(sentence)}</bdi></li>`);
  return section("advice", "What would help", markup`<ol class="advice">${items}</ol>`);
}

/** Commands, and options of the command line, which stay in one piece: broken after their dashes nobody would know them. */
function withCode(sentence: string): readonly Part[] {
  return sentence
    .split(/(`[^`]+`|(?<![\w-])--[a-z][a-z-]*[a-z])/)
    .map((part, index) => (index % 2 === 1 ? markup`<code class="option">${part.replaceAll("`", "")}</code>` : part));
}
