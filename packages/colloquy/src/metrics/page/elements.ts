import { type Markup, markup, type Part } from "../../text/index.ts";

/** A part of the page under a heading of its own. */
export function section(id: string, title: string, content: Part, lead: Part = null): Markup {
  const sentence = lead === null ? null : markup`<p class="lead">${lead}</p>`;
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${sentence}
${content}</section>
`;
}

/** A sentence where a chart would stand, if there were something to show. */
export function nothingToShow(sentence: Part): Markup {
  return markup`<p class="nothing">${sentence}</p>`;
}

export interface Column {
  readonly title: string;
  readonly holds: "words" | "numbers";
}

/** The cells of a row; the first one names it. */
export type Row = readonly Part[] | { readonly of: string; readonly cells: readonly Part[] };

/** A column of words, and columns of numbers. */
export function wordsColumn(title: string): Column {
  return { title, holds: "words" };
}

export function numberColumns(...titles: readonly string[]): readonly Column[] {
  return titles.map((title) => ({ title, holds: "numbers" }));
}

/** A table that scrolls by itself where the screen is narrower. */
export function table(caption: string, columns: readonly Column[], rows: readonly Row[]): Markup {
  const align = (index: number): Part => (columns[index]?.holds === "words" ? markup` class="words"` : null);
  const cell = (content: Part, index: number): Markup =>
    index === 0 ? markup`<th scope="row"${align(0)}>${content}</th>` : markup`<td${align(index)}>${content}</td>`;
  const body = rows.map((row) =>
    "of" in row ? markup`<tr data-of="${row.of}">${row.cells.map(cell)}</tr>\n` : markup`<tr>${row.map(cell)}</tr>\n`,
  );
  const head = columns.map(({ title }, index) => markup`<th scope="col"${align(index)}>${title}</th>`);
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>
${body}</tbody></table></div>`;
}

/** Words of somebody else, which may run in the other direction. */
export function foreign(text: string): Markup {
  return markup`<bdi>${text}</bdi>`;
}

const LONG = 320;

/** A text that may be a page long: its beginning, and the whole for who wants it. */
export function longText(text: string): Markup {
  const letters = [...text];
  if (letters.length <= LONG) return foreign(text);
  return markup`<details class="long"><summary>${foreign(`${letters.slice(0, LONG - 60).join("")}…`)}</summary><p>${foreign(text)}</p></details>`;
}
