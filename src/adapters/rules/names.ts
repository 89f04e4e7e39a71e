import nlp from "compromise/two";
import { type NounPhrase, hasTitle } from "./noun-phrases.ts";
import { isCommonWord } from "./dictionary.ts";
import type { Token } from "./tokens.ts";

const ORGANIZATION_HEAD =
  /^(?:committee|university|court|council|department|ministry|government|commission|agency|board|institute|college|school|association|foundation|union|party|bank|corporation|corp|inc|ltd|llc|plc|gmbh|company|hospital|police|parliament|senate|assembly|authority|trust|federation|society|group|centre|center|consortium|laboratory|labs?|airlines?|bureau|secretariat|treasury|cabinet|partners|technologies|systems|industries|times|nations|fund|alliance|league|club|church|academy|service|office|organization|organisation|network)\.?$/;
const PLACE_HEAD =
  /^(?:street|road|avenue|river|city|county|island|islands|province|valley|bay|lake|mountain|mountains|ocean|sea|bridge|airport|square|park|peninsula|desert|coast|region|district|town|village|beach|hall)$/;
const EVENT_HEAD =
  /^(?:conference|summit|olympics|festival|war|games|championship|championships|cup|expo|symposium|workshop|convention|election|pandemic|referendum|revolution|awards)$/;
const MEASURE_HEAD =
  /^(?:act|bill|plan|programme|program|scheme|policy|strategy|initiative|benefit|treaty|agreement|convention|code|charter)$/;

/** How many names' types are remembered; looking one up anew costs about a millisecond. */
const MAX_REMEMBERED = 20_000;
const remembered = new Map<string, string>();

/** The type of a proper name: by its title, the words it ends with, then by compromise's lexicon; Concept where unsure. */
export function typeOfName(tokens: readonly Token[], phrase: NounPhrase): string {
  if (hasTitle(tokens, phrase)) return "Person";
  const head = tokens[phrase.last]?.lower ?? "";
  const isCompound = phrase.last > phrase.first;
  if (isCompound || head === "parliament") {
    if (
      ORGANIZATION_HEAD.test(head) ||
      /\b(?:university|bank|ministry|department|institute|house|court|board|office) of\b/i.test(phrase.name)
    )
      return "Organization";
    if (PLACE_HEAD.test(head)) return "Place";
    if (EVENT_HEAD.test(head)) return "Event";
    if (MEASURE_HEAD.test(head)) return "Practice";
  }
  const type = lookUp(phrase.name);
  return type === "Concept" && (actsAsPerson(tokens, phrase) || looksForeign(tokens, phrase)) ? "Person" : type;
}

/** "Viola Desmond": two words written as names, neither of them in the dictionary, and no place. */
function looksForeign(tokens: readonly Token[], phrase: NounPhrase): boolean {
  const words = tokens.slice(phrase.first, phrase.last + 1);
  return (
    words.length === 2 &&
    words.every(
      (word) => /^\p{Lu}\p{Ll}+$/u.test(word.text) && !isCommonWord(word.lower) && lookUp(word.text) !== "Place",
    )
  );
}

const PERSONAL_VERB =
  /^(?:said|says|told|asked|joined|thinks|thought|argued|wrote|explained|suggested|mentioned|replied|agreed|explains|argues|asks|believes|works|worked|presented|chaired)$/;

/** "Priya Shah joined": two or three words written as names, the last of which is no word of the dictionary. */
function actsAsPerson(tokens: readonly Token[], phrase: NounPhrase): boolean {
  const words = tokens.slice(phrase.first, phrase.last + 1);
  const looksLikeName =
    words.length >= 2 && words.length <= 3 && words.every((word) => /^\p{Lu}\p{Ll}+$/u.test(word.text));
  return (
    looksLikeName &&
    PERSONAL_VERB.test(tokens[phrase.last + 1]?.lower ?? "") &&
    !isCommonWord(words.at(-1)?.lower ?? "")
  );
}

/** The type of a word written as a name, by the lexicon alone. */
export function typeOfWord(word: string): string {
  return lookUp(word);
}

function lookUp(name: string): string {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  const type = typeByLexicon(name);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(name, type);
  return type;
}

function typeByLexicon(name: string): string {
  const [sentence] = nlp(name).json({ terms: { tags: true } }) as { terms?: { tags?: string[] }[] }[];
  const terms = sentence?.terms ?? [];
  const every = (tag: string): boolean => terms.length > 0 && terms.every((term) => term.tags?.includes(tag) === true);
  const has = (tag: string): boolean => terms.some((term) => term.tags?.includes(tag) === true);
  const isPlaceTag = (tags: readonly string[] | undefined): boolean =>
    ["Place", "Region", "Country", "City"].some((tag) => tags?.includes(tag));
  // Airports and stations have codes that are other things' acronyms more often than not.
  if (/^\p{Lu}{2,5}$/u.test(name) && !/^(?:US|USA|UK|UAE|EU|NYC|USSR|NSW|BC)$/.test(name) && isPlaceTag(terms[0]?.tags))
    return "Concept";
  if (every("Place") || every("Region") || every("Country") || every("City")) return "Place";
  if (
    isPlaceTag(terms.at(-1)?.tags) &&
    /^(?:north|south|east|west|northern|southern|eastern|western|central|upper|lower|mid|new|greater|rural|atlantic|great|downtown)\b/i.test(
      name,
    )
  )
    return "Place";
  if (every("Organization")) return "Organization";
  if (has("FirstName") && terms.length > 1 && terms.length < 4 && !has("Place") && !has("Organization"))
    return "Person";
  if (every("FirstName") && !has("Place")) return "Person";
  return "Concept";
}
