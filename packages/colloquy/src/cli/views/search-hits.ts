import { printable } from "../../model/index.ts";
import { wrap } from "../../text/index.ts";
import type { SearchHit } from "../library.ts";
import type { Output } from "../output.ts";
import { excerpt, highlight } from "./excerpt.ts";
import { location } from "./location.ts";

const EXCERPT_CHARACTERS = 560;

/** The found chunks, best first. `whole` shows them in full. */
export function renderSearchHits(
  hits: readonly SearchHit[],
  query: { readonly words: readonly string[]; readonly whole: boolean },
  output: Pick<Output, "colours" | "columns">,
): string {
  const { colours, columns } = output;
  const width = Math.min(columns, 100);
  return hits
    .map((hit, index) => {
      const text = hit.text
        .split(/[\r\n]+/)
        .map(printable)
        .join("\n")
        .trim();
      const shown = query.whole ? text : excerpt(text, hit.match.startOffset - hit.startOffset, EXCERPT_CHARACTERS);
      const heading = `${colours.dim(`${index + 1}.`)} ${colours.cyan(location(hit))}`;
      const lines = highlight(shown, query.words, colours).split("\n");
      const same =
        hit.duplicates === undefined
          ? ""
          : `   ${colours.dim(`Also in ${hit.duplicates.map((each) => location({ ...each, speaker: null })).join(", ")}.`)}\n`;
      return `${heading}\n${lines.map((line) => wrap(line, width, "   ")).join("\n")}\n${same}`;
    })
    .join("\n");
}
