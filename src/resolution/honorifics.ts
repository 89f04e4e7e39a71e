const TITLES = new Set(
  (
    "dr doctor prof professor mr mrs ms miss mx sir dame lord lady hon honourable honorable rev reverend father sister " +
    "senator sen representative rep congressman congresswoman councillor councilor councilmember councilwoman councilman " +
    "alderman mayor minister president chairman chairwoman chair judge justice captain capt major colonel general lieutenant " +
    "sergeant officer detective"
  ).split(" "),
);
const SUFFIXES = new Set("phd md dphil mba esq jr sr am ms mp mep cbe obe mbe qc kc".split(" "));

const bareWord = (word: string): string => word.toLowerCase().replace(/[^\p{L}]/gu, "");

/**
 * A name without titles before it ("Dr.", "Professor"), letters after it ("PhD", "MP") and remarks
 * in brackets ("(Host)"). A title counts only before a capitalised word, so that "general anxiety"
 * stays whole; a name that is nothing but titles stays as it is.
 */
export function stripHonorifics(name: string): string {
  let words = name
    .replace(/\s*[([][^)\]]*[)\]]\s*/g, " ")
    .trim()
    .split(/\s+/);
  while (
    words.length > 1 &&
    TITLES.has(bareWord(words[0] as string)) &&
    /^\p{Lu}/u.test(words[0] as string) &&
    /^\p{Lu}/u.test(words[1] as string)
  ) {
    words = words.slice(1);
  }
  while (
    words.length > 2 &&
    SUFFIXES.has(bareWord(words.at(-1) as string)) &&
    /^[\p{Lu}.,(]/u.test(words.at(-1) as string)
  ) {
    words = words.slice(0, -1);
  }
  const stripped = words.join(" ").replace(/,$/, "");
  return stripped === "" ? name.trim() : stripped;
}

/** Whether a name begins with a title: "Dr. Okafor". */
export function hasTitle(name: string): boolean {
  const words = name.trim().split(/\s+/);
  return words.length > 1 && TITLES.has(bareWord(words[0] as string));
}
