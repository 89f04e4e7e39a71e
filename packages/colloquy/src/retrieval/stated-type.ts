import { words } from "../analysis/index.ts";
import type { AskedType } from "./asked-type.ts";

const NUMBER =
  "(?:\\d[\\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|halves|third|quarters?|double|twice|once|both|couple)";
/** A word may stand between a number and its unit: "five long years". */
const BEFORE_UNIT = "[\\s-]+(?:\\w+\\s+)?";
const CURRENCY = "euros?|pounds?|pence|cents?|dollars?|grand|bucks";
const UNITS =
  "grams?|kilos?|kg|ounces?|pounds?|met(?:re|er)s?|feet|foot|inch(?:es)?|cm|centimet(?:re|er)s?|mm|millimet(?:re|er)s?|miles?|kilomet(?:re|er)s?|km";
const PERIODS = "seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?";
const CALENDAR =
  "january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter";
const RELATIVE =
  "tomorrow|yesterday|today|tonight|morning|afternoon|evening|later|soon|half past|o'clock|(?:next|last|this|end of|end of the|previous|first|second|third|final) (?:week|month|year|term|meeting|semester)|\\w+ (?:days|weeks|months|years) ago";

const STATED: Readonly<Record<Exclude<AskedType, "name">, RegExp>> = {
  number: new RegExp(`\\b${NUMBER}\\b|\\d`, "iu"),
  money: new RegExp(
    `[£€$¥₹]\\s*\\d|\\b${NUMBER}${BEFORE_UNIT}(?:${CURRENCY}|p)\\b|\\b(?:euros?|pounds?|dollars?)\\s+${NUMBER}\\b|\\b\\d+p\\b|\\d\\s*[£€]`,
    "iu",
  ),
  share: new RegExp(`%|\\bper ?cent(?:age)?\\b|\\b(?:half|third|quarter|majority|most)\\b`, "iu"),
  duration: new RegExp(`\\b(?:${NUMBER}|an?|few|several|couple of)${BEFORE_UNIT}(?:${PERIODS})\\b`, "iu"),
  time: new RegExp(`\\b(?:${CALENDAR}|${RELATIVE}|(?:19|20)\\d\\d)\\b|\\d+(?:st|nd|rd|th)\\b`, "iu"),
  measure: new RegExp(`\\b${NUMBER}${BEFORE_UNIT}(?:${UNITS})\\b`, "iu"),
};

/** The month, which only its capital tells from the verb. */
const MAY = /(?<=[a-z,] )May\b/u;

/** A capitalised word within a sentence. */
const NAME = /(?<=[\p{Ll},;’'] )\p{Lu}\p{Ll}{2,}/gu;

/** Tests whether English words state something of a type. A name that the question holds itself is no answer. */
export function typeTest(type: AskedType, question: string): (text: string) => boolean {
  if (type === "time") return (text) => STATED.time.test(text) || MAY.test(text);
  if (type !== "name") return (text) => STATED[type].test(text);
  const asked = new Set(words(question));
  return (text) => (text.match(NAME) ?? []).some((name) => !asked.has(name.toLowerCase()));
}
