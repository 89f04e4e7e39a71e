import { counted, type Markup, markup, type Part } from "../../text/index.ts";
import { type Column, numbers } from "../columns.ts";
import { figure, type FigureKey, type Placed } from "./figure.ts";

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

/** The numbers of a chart, folded. */
export function numbersBehind(summary: string, content: Part): Markup {
  return markup`<details><summary>${summary}</summary>${content}</details>`;
}

/** Columns of figures of the reports: the title of each, and its key. */
export function figures<Item extends object>(
  keys: Readonly<Record<string, FigureKey<Item>>>,
): readonly Column<Placed<Item>, Part>[] {
  return Object.entries(keys).map(([title, key]) => numbers(title, (item) => figure(item, key)));
}

/**
 * A table that scrolls on a narrow screen. The first cell of a row is the row's name.
 * @param of the position of a row, when the figures of the row have positions relative to it.
 */
export function table<Item>(
  caption: string,
  items: readonly Item[],
  columns: readonly Column<Item, Part>[],
  of?: (item: Item, index: number) => string,
): Markup {
  const align = ({ holds }: Column<Item, Part>): Part => (holds === "words" ? markup` class="words"` : null);
  const cells = (item: Item): readonly Markup[] =>
    columns.map((column, index) =>
      index === 0
        ? markup`<th scope="row"${align(column)}>${column.cell(item)}</th>`
        : markup`<td${align(column)}>${column.cell(item)}</td>`,
    );
  const body = items.map((item, index) => {
    const position = of === undefined ? null : markup` data-of="${of(item, index)}"`;
    return markup`<tr${position}>${cells(item)}</tr>\n`;
  });
  const head = columns.map((column) => markup`<th scope="col"${align(column)}>${column.title}</th>`);
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>
${body}</tbody></table></div>`;
}

/** The first items of a long list, and the others folded. */
export function folded<Item>(
  items: readonly Item[],
  most: number,
  noun: string,
  show: (some: readonly Item[], isRest: boolean) => Markup,
): Markup {
  const rest = items.slice(most);
  const more = rest.length === 0 ? null : numbersBehind(counted(rest.length, `more ${noun}`), show(rest, true));
  return markup`${show(items.slice(0, most), false)}${more}`;
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
