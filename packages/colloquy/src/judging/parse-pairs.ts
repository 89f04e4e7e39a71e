import { type Verdict, VERDICTS } from "../ports/index.ts";
import { LISTS } from "./schema.ts";

/** Longer verdicts come first, so that "broader kind" is not read as "broader". */
const WORDS = VERDICTS.toSorted((one, other) => other.length - one.length)
  .map((verdict) => verdict.replace(" ", "[\\s_-]+"))
  .join("|");
/** Two labels, "n1 n2". */
const LABELS = /n?(\d{1,6})[^\d\]}]+?n?(\d{1,6})/gi;
/** "n1 n2 same", which some models write. */
const WITH_VERDICT = new RegExp(`\\bn?(\\d{1,6})[^\\d\\]}]{1,5}?n?(\\d{1,6})["']?[\\s:=,-]+["']?(${WORDS})\\b`, "gi");

/**
 * Reads the verdicts of a reply, which may be cut off or surrounded by prose. Of several verdicts on one pair the first
 * counts. Unknown labels are ignored. Pairs that a complete reply does not list are different, or the same if they are of one name.
 * @param labels the labels of each pair.
 * @param ofOneName the positions of pairs of one name.
 * @returns the verdicts by position, from 0.
 */
export function parsePairs(
  text: string,
  labels: readonly (readonly [number, number])[],
  ofOneName: ReadonlySet<number> = new Set(),
): ReadonlyMap<number, Verdict> {
  const positions = new Map(labels.map((pair, position) => [pair.join(" "), position]));
  const verdicts = new Map<number, Verdict>();
  const add = (first: string, second: string, verdict: Verdict): void => {
    const [asked, swapped] = [`${Number(first)} ${Number(second)}`, `${Number(second)} ${Number(first)}`];
    const position = positions.get(asked) ?? positions.get(swapped);
    if (position !== undefined && !verdicts.has(position))
      verdicts.set(position, positions.has(asked) ? verdict : inOtherOrder(verdict));
  };
  // Some models leave out empty lists. A reply without the list of mentions may have overlooked these questions.
  const isClosed = /\bsame["']?\s*:\s*\[/i.test(text) && /\]\s*\}/.test(text);
  const lists = Object.entries(LISTS).map(([key, verdict]) => ({
    verdict,
    ...readList(text, key, isClosed && verdict !== "different"),
  }));
  for (const { verdict, pairs } of lists)
    for (const [, first = "", second = ""] of pairs.matchAll(LABELS)) add(first, second, verdict);
  for (const [, first = "", second = "", verdict = ""] of text.matchAll(WITH_VERDICT))
    add(first, second, verdict.toLowerCase().replace(/[\s_-]+/, " ") as Verdict);
  // The list of mentions tells about pairs of one name, the other lists tell about pairs of names.
  const areListed = (ofOneName: boolean): boolean =>
    lists.every(({ verdict, isComplete }) => isComplete || (verdict === "different") !== ofOneName);
  const unlisted = (position: number): Verdict | null => {
    const isOfOneName = ofOneName.has(position);
    return areListed(isOfOneName) ? (isOfOneName ? "same" : "different") : null;
  };
  for (const position of labels.keys()) {
    const verdict = verdicts.has(position) ? null : unlisted(position);
    if (verdict !== null) verdicts.set(position, verdict);
  }
  return verdicts;
}

/** The pairs in a list of a reply; a list that may be left out is complete without it. The last label of a list that is cut off may be incomplete. */
function readList(
  text: string,
  key: string,
  mayBeLeftOut: boolean,
): { readonly pairs: string; readonly isComplete: boolean } {
  const start = new RegExp(`\\b${key.replace("_", "[\\s_-]")}["']?\\s*:\\s*\\[`, "i");
  const [, list = "", end] = new RegExp(`${start.source}([^\\]]*)(\\]?)`, "i").exec(text) ?? [];
  if (end === undefined) return { pairs: "", isComplete: mayBeLeftOut };
  return end === "]"
    ? { pairs: list, isComplete: true }
    : { pairs: list.slice(0, list.lastIndexOf(",") + 1), isComplete: false };
}

/** The verdict on two names in the other order. */
function inOtherOrder(verdict: Verdict): Verdict {
  if (verdict.startsWith("broader")) return verdict.replace("broader", "narrower") as Verdict;
  return verdict.replace("narrower", "broader") as Verdict;
}
