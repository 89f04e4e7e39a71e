const TITLES = new Set(
  (
    "dr doctor prof professor mr mrs ms miss mx sir dame lord lady hon honourable honorable rev reverend father sister " +
    "senator sen representative rep congressman congresswoman councillor councilor councilmember councilwoman councilman " +
    "alderman mayor minister president chairman chairwoman chair judge justice captain capt major colonel general lieutenant " +
    "sergeant officer detective"
  ).split(" "),
);
/** Degrees, licences and honours after names, without letters that are also state codes or other codes. */
const POST_NOMINALS = new Set(
  "phd md dphil psyd edd drph dds dvm mba mph msw msc lmft lcsw cpa cfa esq jr sr am ms mp mep mla msp cbe obe mbe kbe dbe qc kc frs".split(
    " ",
  ),
);
/** "PhD", "Psy.D.", "Pharm.D": only degrees have this form. */
const DOCTORATE = /^\p{Lu}\p{Ll}{1,4}\.?D\.?$/u;
/** Letters that are recognised only after a comma, when they are no state code and not all capitals. */
const BEHIND_COMMA = new Set("rn jd np pt ot do pe ba bs bsc msc bed med eds llm mdiv".split(" "));
/** "FACP", "LCSW-R", "M.A.", "B.Sc.". */
const LETTERS = /^(?:\p{Lu}{3,6}|\p{Lu}{2,6}(?:-\p{Lu}{1,6})+|\p{Lu}\p{Ll}{0,3}\.(?:\p{Lu}\p{Ll}{0,3}\.?)+)$/u;
/** Letters after the names of places and companies. */
const OTHER_LETTERS = new Set("us usa uk uae ussr prc dc ny nj nyc llc llp ltd inc plc".split(" "));

const bareWord = (word: string): string => word.toLowerCase().replace(/[^\p{L}]/gu, "");

/**
 * Removes titles before a name ("Dr.", "Professor"), letters after it ("PhD", "MP") and remarks in brackets ("(Host)"). A
 * title counts only before a capitalised word: "general anxiety" stays whole. A name that has only titles stays as it is.
 */
export function stripHonorifics(name: string): string {
  const words = stripPostNominals(name.replace(/\s*[([][^)\]]*[)\]]\s*/g, " ").trim()).split(/\s+/);
  while (
    words.length > 1 &&
    TITLES.has(bareWord(words[0] ?? "")) &&
    words.slice(0, 2).every((word) => /^\p{Lu}/u.test(word))
  )
    words.shift();
  const stripped = words.join(" ").replace(/,$/, "");
  return stripped === "" ? name.trim() : stripped;
}

/** Removes the degrees and honours after a name: "Mireille B. Reece, Psy.D", "Ann Lee PhD", "Ann Lee, MD, MPH". */
export function stripPostNominals(name: string): string {
  const comma = name.indexOf(",");
  if (comma > 0 && isName(name.slice(0, comma)) && areCredentials(name.slice(comma + 1)))
    return stripPostNominals(name.slice(0, comma));
  const words = name.trim().split(/\s+/);
  while (words.length > 1 && isPostNominal(words.at(-1) ?? "", words.length)) words.pop();
  return words.join(" ").replace(/,$/, "");
}

/** Two capitalised words or more. */
function isName(text: string): boolean {
  const words = text.trim().split(/\s+/);
  return words.length > 1 && words.every((word) => /^\p{Lu}/u.test(word));
}

/** Whether the text after a name and a comma has only degrees, licences and honours. */
function areCredentials(text: string): boolean {
  const words = text.replace(/\bPh\. (?=D\b)/gu, "Ph.").split(/[\s,;&]+/);
  return words.some((word) => word !== "") && words.every((word) => word === "" || isCredential(word));
}

function isCredential(word: string): boolean {
  const bare = bareWord(word);
  if (OTHER_LETTERS.has(bare)) return false;
  if (DOCTORATE.test(word) || LETTERS.test(word)) return true;
  return /^\p{Lu}/u.test(word) && (POST_NOMINALS.has(bare) || BEHIND_COMMA.has(bare));
}

function isPostNominal(word: string, words: number): boolean {
  const bare = word.replace(/,$/, "");
  return DOCTORATE.test(bare) || (words > 2 && POST_NOMINALS.has(bareWord(bare)) && /^[\p{Lu}(]/u.test(bare));
}

/** Whether a name begins with a title: "Dr. Okafor". */
export function hasTitle(name: string): boolean {
  const words = name.trim().split(/\s+/);
  return words.length > 1 && TITLES.has(bareWord(words[0] ?? ""));
}
