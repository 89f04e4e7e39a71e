import { describe, expect, it } from "vitest";
import { type AskedType, askedType } from "./asked-type.ts";

const DEMANDING: readonly (readonly [question: string, type: AskedType])[] = [
  ["How heavy is the remote control?", "measure"],
  ["How much does the voice chip weigh?", "measure"],
  ["How many metres away can it be heard?", "measure"],
  ["What percentage of the buttons do people use?", "share"],
  ["By what proportion was the grant cut?", "share"],
  ["How long does the guarantee last?", "duration"],
  ["For how many years will the campaign run?", "duration"],
  ["How many students are enrolled?", "number"],
  ["How old are the buyers?", "number"],
  ["How much smaller is the grant now?", "number"],
  ["How much did the survey cost?", "money"],
  ["What is the price of the cradle?", "money"],
  ["What retail price did marketing propose?", "money"],
  ["When will the product be launched?", "time"],
  ["In which year did the reform begin?", "time"],
  ["What is the name of the factory?", "name"],
  ["Which company makes the diodes?", "name"],
  ["In which cities are the consultants?", "name"],
];

const FREE: readonly (readonly [reason: string, question: string])[] = [
  ["two questions", "How many people came, and why did they leave?"],
  ["two questions", "Which company makes it and what did they say?"],
  ["a request", "Describe how many people came."],
  ["a request", "Summarise when the product will be launched."],
  ["a reason", "Why did the survey cost so much?"],
  ["a person", "Who leads the council?"],
  ["a place", "Where is the factory?"],
  ["anything", "What did they decide about the price?"],
  ["anything", "What did Ada say when discussing how much it costs?"],
  ["time of something", "When discussing prices, what did Ada say?"],
  ["yes or no", "Is it known how many people came?"],
  ["a type of thing", "Which chip is used?"],
  ["no question", "the price of lunch"],
  ["German", "Wie viele Studenten sind eingeschrieben, und was kostet es?"],
  ["German", "Was kostet das Gerät?"],
  ["French", "Combien coûte la télécommande ?"],
];

describe("The type of answer that a question demands", () => {
  it.each(DEMANDING)("%s: %s", (question, type) => {
    expect(askedType(question)).toBe(type);
    expect(askedType(question.toUpperCase())).toBe(type);
  });

  it.each(FREE)("is none for %s: %s", (_reason, question) => {
    expect(askedType(question)).toBeNull();
  });
});
