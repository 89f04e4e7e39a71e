/** A count as sentences show it: `12,000`. */
export function shownCount(count: number): string {
  return count.toLocaleString("en-GB");
}

/** `1 passage`, `12,000 passages`. */
export function countedPassages(count: number): string {
  return `${shownCount(count)} ${count === 1 ? "passage" : "passages"}`;
}
