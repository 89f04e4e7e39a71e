import type { Citation, KeptAnswer } from "colloquy/api";
import { type Asking, keptIn } from "./asking.ts";

/** A conversation without the answer that the page shows as it arrived: the server lists it as soon as it is whole. */
export function keptBefore(kept: readonly KeptAnswer[], current: Asking | null): readonly KeptAnswer[] {
  const last = kept.at(-1);
  if (current === null || last === undefined) return kept;
  const isCurrent =
    last.conversation === keptIn(current) && last.question === current.question && last.time !== current.after;
  return isCurrent ? kept.slice(0, -1) : kept;
}

/** The cited words of an address such as `2-3`: the third citation of the second answer; null if there is none. */
export function citedWords(
  exchanges: readonly { readonly citations: readonly Citation[] }[],
  cite: string | undefined,
): Citation | null {
  const [, exchange, n] = /^(\d+)-(\d+)$/.exec(cite ?? "") ?? [];
  return exchanges[Number(exchange) - 1]?.citations.find((citation) => citation.n === Number(n)) ?? null;
}
