const THINGS = {
  duration: "a duration",
  measure: "a measure",
  money: "an amount of money",
  name: "a name",
  number: "a number",
  share: "a share",
  time: "a date or time",
} as const;

/** A sentence about a question that demands a type of answer that no chunk states. */
export function unstatedRemark(type: keyof typeof THINGS): string {
  return `No chunk states ${THINGS[type]} for this question.`;
}
