import { counted, markup, type Markup } from "../../../text/index.ts";
import { numbersBehind } from "../charts/chart.ts";
import { section } from "../section.ts";
import type { RunReports } from "../../reports/index.ts";
import { longText } from "./long-text.ts";

const MOST = 12;

/** What the run warned of while it ran. */
export function warnings({ performance: { warnings: told } }: RunReports): Markup | null {
  if (told.length === 0) return null;
  const list = (some: readonly string[]): Markup =>
    markup`<ul class="warnings">${some.map((warning) => markup`<li>${longText(warning)}</li>`)}</ul>`;
  const rest = told.slice(MOST);
  return section(
    "warnings",
    "Warnings",
    markup`<div class="card">${list(told.slice(0, MOST))}${rest.length === 0 ? null : numbersBehind(counted(rest.length, "more warning"), list(rest))}</div>`,
  );
}
