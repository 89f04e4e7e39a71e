/** Abbreviations and clipped words that are written for one thing, with the words that they stand for. */
const SHORT_FORMS: ReadonlyMap<string, readonly string[]> = new Map(
  `
  tv television
  vcr video recorder
  ai artificial intelligence
  llm large language model
  eu european union
  uk united kingdom
  usa united states
  un united nations
  nhs national health service
  gdp gross domestic product
  ceo chief executive officer
  cto chief technology officer
  cfo chief financial officer
  ngo non governmental organisation
  hr human resources
  vr virtual reality
  iot internet things
  ux user experience
  ui user interface
  cpu central processing unit
  gpu graphics processing unit
  api application programming interface
  kpi key performance indicator
  roi return investment
  dna deoxyribonucleic acid
  mri magnetic resonance imaging
  cbt cognitive behavioural therapy
  ptsd post traumatic stress disorder
  adhd attention deficit hyperactivity disorder
  ocd obsessive compulsive disorder
  rsi repetitive strain injury
  lcd liquid crystal display
  hiv human immunodeficiency virus
  gps global positioning system
  atm automated teller machine
  phone telephone
  telly television
  fridge refrigerator
  advert advertisement
  exam examination
  lab laboratory
  photo photograph
  flu influenza
  bike bicycle
  airplane plane
  aeroplane plane
  gym gymnasium
  math mathematics
  maths mathematics
  stats statistics
  uni university
  info information
  memo memorandum
  rehab rehabilitation
  veggie vegetable
  kid child
  mum mother
  mom mother
  dad father
  teen teenager
  undergrad undergraduate
  postgrad postgraduate
  `
    .trim()
    .split("\n")
    .map((line) => line.trim().split(" "))
    .map(([short = "", ...words]) => [short, words] as const),
);

/** Adjectives that are nouns at the end of a name, where they are short for a compound. */
const CLIPPED_COMPOUNDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["remote", ["remote", "control"]],
  ["mobile", ["mobile", "telephone"]],
]);

/** Whether a name ends with a word that is short for a compound: "lost remotes". */
export function isClipped(words: readonly string[], singular: (word: string) => string): boolean {
  return CLIPPED_COMPOUNDS.has(singular(words.at(-1) ?? ""));
}

/** Compounds that mean what one word means. */
const COMPOUNDS: ReadonlyMap<string, string> = new Map([
  ["remote control", "remote-control"],
  ["mobile telephone", "mobile-telephone"],
  ["cell telephone", "mobile-telephone"],
  ["cellular telephone", "mobile-telephone"],
  ["television set", "television"],
  ["web site", "website"],
  ["e mail", "email"],
]);

/**
 * Writes short forms in full, and compounds as one word. A word that a short form ends with ("LCD display") stands once.
 * @param words The words of a key.
 * @param singular The singular of a word.
 */
export function inFull(words: readonly string[], singular: (word: string) => string): readonly string[] {
  const clipped = CLIPPED_COMPOUNDS.get(singular(words.at(-1) ?? ""));
  const joined: string[] = [];
  let isSpelled = false;
  for (const word of clipped === undefined ? words : [...words.slice(0, -1), ...clipped]) {
    const whole = SHORT_FORMS.get(singular(word));
    const before = joined.at(-1) ?? "";
    const compound = COMPOUNDS.get(`${before} ${singular(whole?.[0] ?? word)}`);
    if (compound !== undefined) joined[joined.length - 1] = compound;
    else if (!isSpelled || singular(before) !== singular(word)) joined.push(...(whole ?? [word]));
    isSpelled = whole !== undefined;
  }
  return joined;
}
