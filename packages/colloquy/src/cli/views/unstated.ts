import type { AskedType } from "../library.ts";

const THINGS: Readonly<Record<AskedType, string>> = {
  duration: "a duration",
  measure: "a measure",
  money: "an amount of money",
  name: "a name",
  number: "a number",
  share: "a share",
  time: "a date or time",
};

/** A sentence about a question that demands something that no chunk states. */
export function unstatedRemark(type: AskedType): string {
  return `No chunk states ${THINGS[type]} for this question.`;
}
