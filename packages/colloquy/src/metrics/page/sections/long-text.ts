import { markup, type Markup } from "../../../text/index.ts";
import { foreign } from "../table.ts";

const LONG = 320;

/** A text that may be a page long: its beginning, and the whole for who wants it. */
export function longText(text: string): Markup {
  const letters = [...text];
  if (letters.length <= LONG) return foreign(text);
  return markup`<details class="long"><summary>${foreign(`${letters.slice(0, LONG - 60).join("")}…`)}</summary><p>${foreign(text)}</p></details>`;
}
