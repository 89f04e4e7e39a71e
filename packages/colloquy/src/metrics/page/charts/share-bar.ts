import { formatPercent, markup, type Markup } from "../../../text/index.ts";
import { chart } from "./chart.ts";

export interface Share {
  readonly name: string;
  readonly colour: string;
  /** From 0 to 1. */
  readonly share: number;
}

const THICK = 22;

/** Parts of a whole, side by side, each with its name below. */
export function shareBar(id: string, title: string, shares: readonly Share[]): Markup {
  let left = 0;
  const parts = shares.map(({ name, colour, share }) => {
    const drawn = markup`<rect class="bar spaced ${colour}" x="${left * 100}%" y="0" width="${share * 100}%" height="${THICK}"><title>${name}: ${formatPercent(share)}</title></rect>`;
    left += share;
    return drawn;
  });
  const description = `${shares.map(({ name, share }) => `${name} ${formatPercent(share)}`).join(", ")}.`;
  const legend = shares.map(
    ({ name, colour, share }) => ({ label: `${name} ${formatPercent(share)}`, colour, drawn: "area" }) as const,
  );
  return chart({ id, title, description, height: THICK, room: "none", legend }, parts);
}
