import { chance } from "../chance.ts";

/** Of pairs of names that share a word and have equally many, the shares that mean one thing, and of which the words do not tell. */
const SAME = 0.3;
const UNSURE = 0.1;
/** Of pairs of mentions of one name, the share that means two things. */
const TWO_THINGS = 0.1;

/** A name and the words around it. */
interface Named {
  readonly name: string;
  readonly words: string;
}

/**
 * The pairs of names that belong into a list, as `n1 n2`. A prompt has lines `n1 words [name] words`, and questions `n1: n2 n5`
 * about the pairs n1 n2 and n1 n5. Equal pairs are in equal lists, in each order of their names.
 * @param list such as `same`, `broader_kind` or `unsure`; an unknown list has no pairs.
 */
export function pairsIn(prompt: string, list: string): readonly string[] {
  const named = new Map<string, Named>();
  for (const [, label = "", line = ""] of prompt.matchAll(/^([a-z]+\d+) (.*)$/gm)) {
    const [words = "", name = ""] = /\[([^\]]+)\].*$/.exec(line) ?? [];
    if (name !== "") named.set(label, { name, words });
  }
  return [...prompt.matchAll(/^([a-z]+\d+):((?: [a-z]+\d+)+)$/gm)].flatMap(
    ([, first = "", others = ""]) =>
      others.match(/\S+/g)?.flatMap((second) => {
        const [one, other] = [named.get(first), named.get(second)];
        return one !== undefined && other !== undefined && listOf(one, other) === list ? [`${first} ${second}`] : [];
      }) ?? [],
  );
}

/** The list for two names, null for different ones. */
function listOf(first: Named, second: Named): string | null {
  if (first.name.toLowerCase() === second.name.toLowerCase())
    return chance(...[first.words, second.words].toSorted(), "things") < TWO_THINGS ? "two_things" : null;
  const [one, other] = [stemsOf(first.name), stemsOf(second.name)];
  const shared = one.filter((stem) => other.includes(stem)).length;
  if (shared === 0) return null;
  if (shared === one.length && shared === other.length) return "same";
  // A longer name with the same last word names a kind: speech recognition, recognition.
  if (one.at(-1) === other.at(-1) && shared === one.length) return "broader_kind";
  if (one.at(-1) === other.at(-1) && shared === other.length) return "narrower_kind";
  if (one.length !== other.length) return null;
  const dice = chance(...[one.join(" "), other.join(" ")].toSorted(), "names");
  return dice < SAME ? "same" : dice < SAME + UNSURE ? "unsure" : null;
}

function stemsOf(name: string): readonly string[] {
  return [...new Set(name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].map((word) => word.replace(/(?:es|s)$/, ""));
}
