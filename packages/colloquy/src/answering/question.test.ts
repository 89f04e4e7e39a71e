import { describe, expect, it } from "vitest";
import { type EntityRow, entityId } from "../model/index.ts";
import { asksForContradictions, asksWhoDisagrees, entitiesNamedIn, questionKind, specificTerms } from "./question.ts";

const entity = (name: string, ...aliases: readonly string[]): EntityRow => ({
  kind: "entity",
  id: entityId(name.toLowerCase()),
  name,
  type: "Concept",
  aliases: aliases.map((alias) => ({ name: alias, reason: "case" })),
  mentions: 3,
  transcripts: 1,
});
const ROWS = [entity("remote control", "the remote"), entity("control"), entity("Ada Novak"), entity("meeting")];
const graph = {
  findEntities: async (keys: readonly string[]) =>
    ROWS.filter(({ id, name, aliases }) =>
      [id, name, ...aliases.map((alias) => alias.name)].some((key) =>
        keys.some((wanted) => wanted.toLowerCase() === key.toLowerCase()),
      ),
    ),
};
const named = async (question: string) => (await entitiesNamedIn(graph, question, {})).map(({ name }) => name);

describe("the entities that a question names", () => {
  it("are found by name, alias, number and case, the longest name first", async () => {
    expect(await named("Does ada novak like remote controls?")).toEqual(["remote control", "Ada Novak"]);
    expect(await named("Who lost the remote?")).toEqual(["remote control"]);
    expect(await named("Who has control?")).toEqual(["control"]);
  });

  it("are no words of questions", async () => {
    expect(await named("What was the topic of the meeting?")).toEqual([]);
  });
});

describe("a question", () => {
  it.each([
    "What do the guests disagree on?",
    "Which topics come up most often?",
    "What is talked about?",
    "Which topics are discussed most often across the episodes?",
    "Summarise the meetings, please.",
    "What are the main points?",
    "Who opposes whom?",
  ])("is broad if its words are words of questions: %s", (question) => {
    expect(questionKind(question, [])).toBe("broad");
  });

  it("is specific if it is about something, or names an entity", () => {
    expect(specificTerms("What do the guests say about sleep?")).toEqual(["sleep"]);
    expect(questionKind("What do the guests say about sleep?", [])).toBe("specific");
    expect(questionKind("What do the hosts say?", [{}])).toBe("specific");
  });
});

it.each(["Where is the disagreement?", "Any disagreements?", "Who opposes whom?", "Who is against it?"])(
  "A question asks for contradictions, whatever the form of its words: %s",
  (question) => {
    expect(asksForContradictions(question)).toBe(true);
    expect(asksWhoDisagrees(question)).toBe(true);
  },
);

it("Words that mean disagreement in general may mean something else in a question about a topic", () => {
  expect(asksForContradictions("How do the opinions differ?")).toBe(true);
  expect(asksWhoDisagrees("What is the difference between coffee and tea?")).toBe(false);
});
