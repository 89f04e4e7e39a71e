import type { Citation } from "colloquy/api";

/** The cited words of an address such as `2-3`: the third citation of the second answer; null if there is none. */
export function citedWords(
  exchanges: readonly { readonly citations: readonly Citation[] }[],
  cite: string | undefined,
): Citation | null {
  const [, exchange, n] = /^(\d+)-(\d+)$/.exec(cite ?? "") ?? [];
  return exchanges[Number(exchange) - 1]?.citations.find((citation) => citation.n === Number(n)) ?? null;
}
