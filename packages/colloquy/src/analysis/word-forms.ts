import { stem } from "./analyse.ts";
import { IRREGULAR_WORDS } from "./irregular-words.ts";

const LONGEST_WORD = 32;
/** "generalisations" has four endings. */
const MOST_ENDINGS = 4;
const MOST_REMEMBERED = 50_000;

/** The longest ending that leaves four letters. Shorter roots would connect unrelated words. */
const ENDING =
  /(?<=[a-z]{4})(?:if(?:y|i|ic|ied|iers?|iable|icative|icators?|ications?)|isations?|ations?|atives?|ativ|ators?|itions?|ions?|ements?|ments?|ness|ity|ances?|ences?|ancy|ency|ants?|ents?|ives?|iv|ables?|ibles?|als?|ors?|ers?|est|ists?|isms?|ships?|hoods?|doms?|ages?|ures?|ery|ary|ory|y|ly|ful|less|ical|ics?|ious|eous|ous|ings?|ed|es|(?<![isu])s|en|ify|ish(?:es|ed|er|ment)?|ise[sdr]?|ising|ths?|e|ee|eers?|ians?|ate[sd]?|ating|is|wise)$/;

/** British and American spellings, and endings that are written in several ways. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/z/g, "s"],
  [/(?:ae|oe)(?=[a-z]{3})/g, "e"],
  [/our(?=$|[a-z])/g, "or"],
  [/ogue(?=s?$)/, "og"],
  [/mme(?=s?$)/, "m"],
  [/([bt])re(?=s?$)/, "$1er"],
  [/ense(?=s?$)/, "ence"],
  [/ie[sd]$/, "y"],
  [/bility$/, "ble"],
  [/([b-df-hj-np-rtv-z])\1(?!(?<=l)y$)/g, "$1"],
];

/**
 * Maps adverbs and nouns to the adjectives that they are derived from ("carefully", "heavily", "possibly"; "safety",
 * "fluency", "literacy"), and nouns that change their last letters.
 */
const DERIVED_SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/lly$/, "l"],
  [/(?<=[a-z]{2})ily$/, "y"],
  [/bly$/, "ble"],
  [/que(?=s?$)/, "c"],
  [/(?<=[a-z]{2}al|[uv]el|ail|ain|eign|safe|[a-z]{2}ire|tle)ty$/, ""],
  [/(?<=pt)cy$/, ""],
  [/(?<=[a-z]{2}[ae]n)cy$/, "t"],
  [/(?<=[a-z]{3})acy$/, "ate"],
];

/** Latin verbs whose nouns have another root: "decide" and "decision", "describe" and "description". */
const ALTERNATIONS: readonly (readonly [RegExp, string])[] = [
  [/(?:ceiv|cept|ceit|ceipt)e?$/, "cep"],
  [/(?:scrib|script)e?$/, "scrip"],
  [/(?:sum|sumpt)e?$/, "sum"],
  [/(?:solv|solut)e?$/, "solv"],
  [/(?:volv|volut)e?$/, "volv"],
  [/(?:vert|vers)e?$/, "ver"],
  [/(?:mit|miss|mis)e?$/, "mis"],
  [/(?:ced|ceed|cess|cedur)e?$/, "ces"],
  [/(?:clud|clus)e?$/, "clus"],
  [/(?:trud|trus)e?$/, "trus"],
  [/(?:cid|cis)e?$/, "cis"],
  [/(?:lid|lis)e?$/, "lis"],
  [/(?:vid|vis)e?$/, "vis"],
  [/(?:suad|suas)e?$/, "suas"],
  [/(?:rod|ros)e?$/, "ros"],
  [/(?:vad|vas)e?$/, "vas"],
  [/(?:tend|tens|tent|tain|ten)e?$/, "ten"],
  [/(?:pand|pans)e?$/, "pan"],
  [/(?:spond|spons)e?$/, "spon"],
  [/(?:pend|pens)e?$/, "pen"],
  [/(?:duc|duct)e?$/, "duc"],
  [/(?:quir|quisit|quis)e?$/, "quis"],
  [/(?:pos|posit)e?$/, "pos"],
  [/(?:vok|voc)e?$/, "voc"],
  [/(?<=^(?:a|su|im|com|re|multi|du|ex))pl(?:ic(?:at)?|y|i)e?$/, "pli"],
  [/(?:cur|curs)e?$/, "cur"],
  [/(?:plain|plan)e?$/, "plan"],
  [/(?:claim|clam)e?$/, "clam"],
  [/(?:nounc|nunc)[ei]?$/, "nunc"],
  [/(?:lyt|lys)e?$/, "lys"],
];

/** Keys for the comparison of words: words with a common key belong together. */
export interface WordForms {
  /** Keys of one word in any form and spelling: "reduces", "reduced"; "child", "children"; "colour", "colors". */
  readonly inflection: readonly string[];
  /** Keys of a word family, with derived words ("reduction" of "reduces"). Includes the keys of `inflection`. */
  readonly family: readonly string[];
}

const known = new Map<string, WordForms>();

/**
 * The keys of a word in lower case without accents. English words only: the only key of any other word is the word. Less
 * strict than `stem`, for comparing a word with the words of one text and not for an index.
 */
export function wordForms(word: string): WordForms {
  const remembered = known.get(word);
  if (remembered !== undefined) return remembered;
  if (known.size >= MOST_REMEMBERED) known.clear();
  const isPlain = word.length <= LONGEST_WORD && /^[a-z]+$/.test(word);
  const forms = isPlain ? englishForms(word) : { inflection: [word], family: [word] };
  known.set(word, forms);
  return forms;
}

/** Each kind of key has its own mark, so that a root never equals a word. */
function englishForms(word: string): WordForms {
  const spelt = respelt(word);
  const stems = [...new Set([stem(word), stem(spelt)])];
  const irregular = [...new Set([word, spelt, ...stems])].flatMap((form) => IRREGULAR_WORDS.get(form) ?? []);
  const inflection = [
    word,
    ...stems.map((stemmed) => `=${stemmed}`),
    ...irregular.flatMap((families) => families.inflection.map((head) => `^${head}`)),
  ];
  const heads = irregular.flatMap((families) => families.family.map((head) => `+${head}`));
  return { inflection, family: [...inflection, `~${rootOf(spelt)}`, ...heads] };
}

function respelt(word: string): string {
  return SPELLINGS.reduce((spelt, [pattern, plain]) => spelt.replace(pattern, plain), word);
}

function rootOf(spelt: string): string {
  let root = DERIVED_SPELLINGS.reduce((word, [pattern, plain]) => word.replace(pattern, plain), spelt);
  for (let endings = 0; endings < MOST_ENDINGS; endings += 1) {
    const [pattern, plain] = ALTERNATIONS.find(([alternatives]) => alternatives.test(root)) ?? [];
    if (pattern !== undefined && plain !== undefined) return root.replace(pattern, plain);
    const shorter = root.replace(ENDING, "");
    if (shorter === root || !/[aeiouy]/.test(shorter)) break;
    root = shorter;
  }
  return root.replace(/y$/, "i");
}
