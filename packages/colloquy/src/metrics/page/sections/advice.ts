import { markup, type Markup, type Part } from "../../../text/index.ts";
import { section } from "../section.ts";
import type { RunReports } from "../../reports/index.ts";

/** What would help, in sentences. */
export function advice({ performance }: RunReports): Markup | null {
  if (performance.advice.length === 0) return null;
  const items = performance.advice.map((sentence) => markup`<li><bdi>${withCode(sentence)}</bdi></li>`);
  return section("advice", "What would help", markup`<ol class="advice">${items}</ol>`);
}

/** Marks commands and options as code; an option is never broken after its dashes. */
function withCode(sentence: string): readonly Part[] {
  return sentence
    .split(/(`[^`]+`|(?<![\w-])--[a-z][a-z-]*[a-z])/)
    .map((part, index) => (index % 2 === 1 ? markup`<code class="option">${part.replaceAll("`", "")}</code>` : part));
}
