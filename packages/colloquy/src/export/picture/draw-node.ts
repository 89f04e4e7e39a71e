import { escapeMarkup } from "../../text/index.ts";
import { LINE_HEIGHT, type Placed, round } from "./place.ts";

/** A disc with its ring and label; discs of people show initials. */
export function drawNode(place: Placed): string {
  const { node, x, y, radius, lines } = place;
  const { row, files } = node;
  const person = row.type === "Person";
  const label = lines
    .map((line, index) => `<tspan x="0" y="${round(radius + 13 + index * LINE_HEIGHT)}">${escapeMarkup(line)}</tspan>`)
    .join("");
  const initials = person ? `<text class="initials" y="4.5">${escapeMarkup(initialsOf(row.name))}</text>` : "";
  return (
    `<g class="node${person ? " person" : ""}" data-id="${escapeMarkup(row.id)}" data-type="${escapeMarkup(row.type)}" ` +
    `transform="translate(${round(x)} ${round(y)})" tabindex="0" role="button" ` +
    `aria-label="${escapeMarkup(`${row.name}, ${row.type}, ${row.mentions} mentions`)}">` +
    `${ring(radius, files.length)}<circle class="disc" r="${radius}"/>${initials}<text class="label">${label}</text></g>`
  );
}

const MOST_ARCS = 12;

/** One arc per conversation; empty for a single conversation. */
function ring(radius: number, conversations: number): string {
  if (conversations < 2) return "";
  const around = radius + 3.5;
  const arcs = Math.min(conversations, MOST_ARCS);
  const part = (2 * Math.PI * around) / arcs;
  const gap = Math.min(3, part / 3);
  return `<circle class="ring" r="${around}" stroke-dasharray="${round(part - gap)} ${round(gap)}"/>`;
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}
