import nlp from "compromise/two";
import { type NounPhrase, hasTitle } from "./noun-phrases.ts";
import { isCommonWord } from "./dictionary.ts";
import type { Token } from "./tokens.ts";
import { typeOfHead } from "./type-lexicon.ts";

const ORGANIZATION_HEAD =
  /^(?:committee|university|court|council|department|ministry|government|commission|agency|board|institute|college|school|association|foundation|union|party|bank|corporation|corp|inc|ltd|llc|plc|gmbh|company|hospital|police|parliament|senate|assembly|authority|trust|federation|society|group|centre|center|consortium|laboratory|labs?|airlines?|bureau|secretariat|treasury|cabinet|partners|technologies|systems|industries|times|nations|fund|alliance|league|club|church|academy|service|office|organization|organisation|network)\.?$/;
const PLACE_HEAD =
  /^(?:street|road|avenue|river|city|county|island|islands|province|valley|bay|lake|mountain|mountains|ocean|sea|bridge|airport|square|park|peninsula|desert|coast|region|district|town|village|beach|hall)$/;
const EVENT_HEAD =
  /^(?:conference|summit|olympics|festival|war|games|championship|championships|cup|expo|symposium|workshop|convention|election|pandemic|referendum|revolution|awards)$/;
const MEASURE_HEAD =
  /^(?:act|bill|plan|programme|program|scheme|policy|strategy|initiative|benefit|treaty|agreement|convention|code|charter)$/;

/** How many names have their type cached. Looking one up takes about a millisecond. */
const MAX_REMEMBERED = 20_000;
const remembered = new Map<string, LexicalName>();

type NameKind = "first" | "last";

interface LexicalName {
  readonly type: string;
  readonly nameKind: NameKind | null;
}

/** Nouns after a person's name that make it no person: "Peter Principle", "Nash equilibrium". */
const EPONYM_HEAD =
  /^(?:algorithm|award|bias|conjecture|constant|criterion|curve|disease|disorder|distribution|effect|equation|equilibrium|experiment|formula|function|hypothesis|index|inequality|law|machine|matrix|method|model|number|paradox|principle|prize|problem|procedure|process|protocol|ratio|razor|reaction|rule|scale|syndrome|technique|test|theorem|theory|trap)s?$/;

/** The type of a proper name: by its title, by its last words, then by compromise's lexicon; Concept if unsure. */
export function typeOfName(tokens: readonly Token[], phrase: NounPhrase): string {
  const first = tokens[phrase.first]?.lower ?? "";
  const isTitled = hasTitle(tokens, phrase);
  if (isTitled && FORM_OF_ADDRESS.test(first)) return "Person";
  const byHead = typeByHead(tokens, phrase);
  if (byHead !== null) return byHead;
  const type = lookUp(phrase.name);
  if (type === "Place") return type;
  if (isTitled) return "Person";
  // "a Harley Davidson" is a thing.
  if (type === "Person" && /^an?$/.test(tokens[phrase.first - 1]?.lower ?? "")) return "Concept";
  return type === "Concept" && looksLikePerson(tokens, phrase) ? "Person" : type;
}

/** Titles of people only. "General" and "justice" may also begin another name. */
const FORM_OF_ADDRESS = /^(?:mr|mister|mrs|ms|dr|prof|sir|professor|doctor|senator)\.?$/;

function typeByHead(tokens: readonly Token[], phrase: NounPhrase): string | null {
  const head = tokens[phrase.last]?.lower ?? "";
  if (phrase.last === phrase.first && head !== "parliament") return null;
  if (
    ORGANIZATION_HEAD.test(head) ||
    /\b(?:university|bank|ministry|department|institute|house|court|board|office) of\b/i.test(phrase.name)
  )
    return "Organization";
  if (PLACE_HEAD.test(head)) return "Place";
  if (EVENT_HEAD.test(head)) return "Event";
  if (MEASURE_HEAD.test(head)) return "Practice";
  return EPONYM_HEAD.test(head) ? typeOfHead(phrase.head) : null;
}

const PERSONAL_VERB =
  /^(?:said|says|told|tells|asked|asks|joined|joins|thinks|thought|argued|argues|wrote|writes|explained|explains|suggested|suggests|mentioned|replied|agreed|agrees|believes|believed|works|worked|presented|chaired|talks|talked|spoke|speaks|taught|teaches|who)$/;
/** Words before the name of a person who is addressed or introduced. */
const INTRODUCTION =
  /^(?:named|called|ask|asked|thank|thanks|welcome|meet|met|hi|hello|hey|dear|tell|told|friend|colleague|husband|wife|author|guest|co-?host|host|founder|professor|coach|researcher|writer|teacher|explorer|player|director|editor|manager|leader|\p{Ll}{2,}(?:ist|ian|woman|man|loger|grapher|sopher))$/u;

/** Words of this list that also precede names of companies. */
const ALSO_OF_COMPANIES = /^(?:named|called|ask|asked|thank|thanks|meet|met|tell|told|founder|director|manager)$/;

/** "Ann", "O'Neil", "McGhee", "Jean-Luc". */
const WRITTEN_AS_NAME = /^\p{Lu}(?:\p{Ll}*['’-]?\p{Lu})?\p{Ll}+$/u;
/** Words before places, employers and tools, and seldom before people. */
const BEFORE_THINGS = /^(?:at|in|into|inside|within|near|on|onto|via|using|use|uses|used|the|a|an)$/;

/**
 * Whether two or three capitalised words that the lexicon does not have are a person: if the sentence treats them as one
 * ("Priya Shah joined", "my friend Viola Desmond"), or if the last word is a family name and nothing indicates a thing ("Delyth
 * Evans"). Half of the others are fonts, companies and towns. A first name after an unknown word is no sign: companies
 * ("Lockheed Martin") are also asked and say things.
 */
function looksLikePerson(tokens: readonly Token[], phrase: NounPhrase): boolean {
  const words = tokens.slice(phrase.first, phrase.last + 1);
  const last = words.at(-1);
  const isWritten =
    last !== undefined &&
    words.length > 1 &&
    words.length <= 3 &&
    words.every(({ text }) => WRITTEN_AS_NAME.test(text) && lookUp(text) !== "Place") &&
    !last.lower.endsWith("ians");
  if (!isWritten) return false;
  const given = nameKind(last.text) === "first";
  if (isIntroduced(tokens, phrase, given) || (!given && PERSONAL_VERB.test(tokens[phrase.last + 1]?.lower ?? "")))
    return !isCommonWord(last.lower);
  return (
    words.length === 2 &&
    !words.some(({ lower }) => isCommonWord(lower)) &&
    nameKind(last.text) === "last" &&
    !BEFORE_THINGS.test(tokens[phrase.first - 1]?.lower ?? "")
  );
}

/** "another explorer: Thor Heyerdahl", "by the name of Ruby Graham", "Huberto Cazaras, who ...". */
function isIntroduced(tokens: readonly Token[], { first, last }: NounPhrase, strictly: boolean): boolean {
  const before = /^[,:]$/.test(tokens[first - 1]?.text ?? "") ? first - 2 : first - 1;
  const isNamed = tokens[before]?.lower === "of" && tokens[before - 1]?.lower === "name";
  const word = tokens[before]?.lower ?? "";
  return (
    isNamed ||
    (INTRODUCTION.test(word) && !(strictly && ALSO_OF_COMPANIES.test(word))) ||
    (tokens[last + 1]?.text === "," && tokens[last + 2]?.lower === "who")
  );
}

/** The type of a capitalised word, by the lexicon alone. */
export function typeOfWord(word: string): string {
  return lookUp(word);
}

/** Whether a word is a first or a family name; some are both. Null for neither. */
function nameKind(word: string): NameKind | null {
  return lexical(word).nameKind;
}

function lookUp(name: string): string {
  return lexical(name).type;
}

function lexical(name: string): LexicalName {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  const [sentence] = nlp(name).json({ terms: { tags: true } }) as { terms?: Term[] }[];
  const terms = sentence?.terms ?? [];
  const found = { type: typeByLexicon(name, terms), nameKind: kindOf(terms) };
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(name, found);
  return found;
}

function kindOf(terms: readonly Term[]): NameKind | null {
  const has = (tag: string): boolean => terms.some(({ tags }) => tags?.includes(tag));
  if (has("FirstName")) return "first";
  return has("Person") ? "last" : null;
}

interface Term {
  readonly tags?: readonly string[];
}

function typeByLexicon(name: string, terms: readonly Term[]): string {
  const every = (tag: string): boolean => terms.length > 0 && terms.every((term) => term.tags?.includes(tag) === true);
  const has = (tag: string): boolean => terms.some((term) => term.tags?.includes(tag) === true);
  const isPlaceTag = (tags: readonly string[] | undefined): boolean =>
    ["Place", "Region", "Country", "City"].some((tag) => tags?.includes(tag));
  // Codes of airports and stations are mostly acronyms of other things.
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
  // Acronyms and products in capitals are written like first names: BERT, ALEX.
  if (name.split(" ").some((word) => /^\p{Lu}{2,}$/u.test(word)) || has("Place") || has("Organization"))
    return "Concept";
  return terms.length < 4 && terms[0]?.tags?.includes("FirstName") === true ? "Person" : "Concept";
}
