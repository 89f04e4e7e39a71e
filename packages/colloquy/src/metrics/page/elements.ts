import { type Markup, markup, type Part } from "../../text/index.ts";

/** A section of the page with a heading. */
export function section(id: string, title: string, content: Part, lead: Part = null): Markup {
  const sentence = lead === null ? null : markup`<p class="lead">${lead}</p>`;
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${sentence}
${content}</section>
`;
}

/** A sentence instead of a chart without data. */
export function nothingToShow(sentence: Part): Markup {
  return markup`<p class="nothing">${sentence}</p>`;
}

export interface Column {
  readonly title: string;
  readonly holds: "words" | "numbers";
}

/** The cells of a row; the first cell is the row's name. */
export type Row = readonly Part[] | { readonly of: string; readonly cells: readonly Part[] };

/** A column of words. */
export function wordsColumn(title: string): Column {
  return { title, holds: "words" };
}

export function numberColumns(...titles: readonly string[]): readonly Column[] {
  return titles.map((title) => ({ title, holds: "numbers" }));
}

/** A table that scrolls on a narrow screen. */
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

/** Text of users or models; its direction may be right to left. */
export function foreign(text: string): Markup {
  return markup`<bdi>${text}</bdi>`;
}

const LONG = 320;

/** A text that may be long: its beginning, and the whole text folded. */
export function longText(text: string): Markup {
  const letters = [...text];
  if (letters.length <= LONG) return foreign(text);
  return markup`<details class="long"><summary>${foreign(`${letters.slice(0, LONG - 60).join("")}…`)}</summary><p>${foreign(text)}</p></details>`;
}
