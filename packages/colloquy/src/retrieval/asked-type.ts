/** The type of answer that a question demands: an amount of money, a point in time, and so on. */
export type AskedType = "duration" | "measure" | "money" | "name" | "number" | "share" | "time";

/** "How many came, and why?" asks twice, so that a part of the answer may be of any type. */
const TWO_QUESTIONS = /\b(?:and|or|but)\b[^?]{0,25}?\b(?:how|what|which|who|whom|whose|when|where|why)\b/u;
const REQUEST = /^\s*(?:summari|describe|explain|list|tell)/u;
const FIRST_QUESTION_WORD =
  /\b(?:how|what|which|who|whom|whose|when|where|why|whether|did|does|do|is|are|was|were)\b.*/su;
/** "When discussing prices, what did they say?" does not ask when. */
const TIME_OF_SOMETHING = /\s(?:when|while)\b.*/su;
const AUXILIARY = "did|does|do|is|are|was|were|will|would|should|can|could|has|have|had";
/** "What did they decide?" demands no type. */
const ANY_TYPE = /^(?:what|which) (?:did|does|do|will|would|should|can|could|made|makes|caused|happened)\b/u;
const NAME_OF = /^(?:what|which) (?:is|was|are|were) the names? of\b/u;
/** The most words from the question word on that tell the type. */
const HEAD = 6;

const NAMED =
  "company|companies|firm|supplier|manufacturer|producer|organi[sz]ation|agency|university|college|school|hospital|institute|city|cities|town|country|countries|nation|region|area|language|brand|model|product|candidate|author|newspaper|bank|programme|channel";

/** In this order: "how many years" demands a duration, though it is "how many". */
const DEMANDS: readonly (readonly [type: AskedType, words: RegExp])[] = [
  [
    "measure",
    /^how (?:heavy|high|tall|wide|far away)\b|^how many (?:met(?:re|er)s|kilomet(?:re|er)s|miles|grams)\b|^how much .*\bweigh\b|^what .*\bweigh\b/u,
  ],
  ["share", /\b(?:percentage|per cent|percent|proportion|share|fraction)\b/u],
  ["duration", /^how (?:long|far back)\b|^how many (?:years|months|weeks|days|hours|minutes|seconds)\b/u],
  [
    "number",
    /^how (?:many|few|often|old|big|large|fast|far)\b|^how much (?:of|more|less|smaller|bigger|larger|longer|time)\b|^(?:what|which) (?:number|age|size)\b/u,
  ],
  [
    "money",
    /^how much\b|^(?:what|which) (?:(?:is|was) the |\w+ )?(?:price|cost|sum|amount|salary|budget|fee|fine|rate|rent)\b/u,
  ],
  [
    "time",
    new RegExp(`^when (?:exactly )?(?:${AUXILIARY})\\b|^(?:what|which) (?:year|date|month|day|week|time)\\b`, "u"),
  ],
  ["name", new RegExp(`${NAME_OF.source}|^(?:what|which) (?:\\w+ )?(?:${NAMED})\\b`, "u")],
];

/**
 * The type that an English question demands. Null for other questions, for two questions in one, and in other languages.
 * Only the clause of the first question word is read.
 */
export function askedType(question: string): AskedType | null {
  const asked = question.toLowerCase();
  if (TWO_QUESTIONS.test(asked) || REQUEST.test(asked)) return null;
  const [from] = FIRST_QUESTION_WORD.exec(asked) ?? [];
  if (from === undefined || ANY_TYPE.test(from)) return null;
  const clause = from.replace(TIME_OF_SOMETHING, "");
  const head = /\bweigh\b/u.test(clause) ? clause : clause.split(/\s+/u).slice(0, HEAD).join(" ");
  return DEMANDS.find(([, words]) => words.test(head))?.[0] ?? null;
}
