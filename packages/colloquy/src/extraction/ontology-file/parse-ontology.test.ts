import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ColloquyError } from "../../model/index.ts";
import { DEFAULT_ONTOLOGY } from "../ontology.ts";
import { parseOntology } from "./parse-ontology.ts";

const ENTITIES = `entities:
  Practice: What people do.
  Principle: What guides them.
  Outcome: What comes of it.
`;
const withRelation = (definition: string) =>
  `${ENTITIES}relations:\n  LEADS_TO:\n    description: Brings about.\n${definition}`;

/** The message for a faulty file. */
function complaint(text: string): string {
  try {
    parseOntology(text, "my.yaml");
  } catch (error) {
    if (ColloquyError.isInstance(error) && error.code === "configuration") return error.message;
    throw error;
  }
  return "no complaint";
}

describe("an ontology file", () => {
  it("of the examples equals the built-in ontology", () => {
    const text = readFileSync(new URL("../../../../../examples/ontology.yaml", import.meta.url), "utf8");
    expect(parseOntology(text, "ontology.yaml")).toEqual(DEFAULT_ONTOLOGY);
  });

  it("defines types by a description, with or without examples", () => {
    const text =
      "entities:\n  Ship:\n    description: A vessel.\n    examples: [Aurora, Vega]\nrelations:\n  NEAR: Is near.\n";
    expect(parseOntology(text, "x")).toEqual({
      entityTypes: [{ name: "Ship", description: "A vessel.", examples: ["Aurora", "Vega"] }],
      relationTypes: [{ name: "NEAR", description: "Is near." }],
    });
  });

  it.each<[string, string, [string, string][] | undefined]>([
    ["one type each", "    from: Practice\n    to: Outcome\n", [["Practice", "Outcome"]]],
    [
      "lists",
      "    from: [Practice, Principle]\n    to: [Outcome]\n",
      [
        ["Practice", "Outcome"],
        ["Principle", "Outcome"],
      ],
    ],
    [
      "an explicit or implicit wildcard",
      '    pairs:\n      - { from: Practice, to: "*" }\n      - { to: Practice, from: Practice }\n',
      [
        ["Practice", "Practice"],
        ["Practice", "Principle"],
        ["Practice", "Outcome"],
      ],
    ],
    ["nothing, which allows all", "", undefined],
    ["wildcards, which allow all", '    from: "*"\n', undefined],
  ])("allows pairs with %s", (_, definition, expected) => {
    const pairs = parseOntology(withRelation(definition), "x").relationTypes[0]?.pairs;
    expect(pairs && [...pairs].sort()).toEqual(expected && [...expected].sort());
  });
});

describe("the error of a faulty ontology file is one sentence, which", () => {
  it.each([
    ["no YAML", "entities: [", "my.yaml, line 1, is not valid YAML"],
    ["nothing", "", "my.yaml, line 1, is not an ontology: it must have the keys entities and relations."],
    ["a list", "- Practice", "my.yaml, line 1, is not an ontology"],
    ["no relations", ENTITIES, "relations must list at least one type"],
    ["no entities", "relations:\n  A: b\n", "entities must list at least one type"],
    ["an empty list", `${ENTITIES}relations: {}\n`, "line 5, relations must list at least one type"],
    ["a list of types", "entities:\n  - Practice\n", "line 1, entities must list at least one type"],
    [
      "an unknown section",
      `${ENTITIES}relation:\n  A: b\n`,
      'line 5, has the unknown key "relation"; did you mean "relations"?',
    ],
    ["a type twice", `${ENTITIES}  Practice: again\n`, "line 5, names Practice twice; keep one."],
    [
      "a type twice in different case",
      `${ENTITIES}  practice_: again\n`,
      "line 5, practice_ differs from Practice only in case or underscores",
    ],
    [
      "a name with a space",
      `${ENTITIES}  Life Event: x\n`,
      'line 5, entities has the type "Life Event"; a name starts with a letter',
    ],
    ["__proto__", `${ENTITIES}  __proto__: x\n`, 'line 5, entities has the type "__proto__"'],
    ["a reserved name", `${ENTITIES}relations:\n  CROSS_EPISODE: x\n`, "line 6, CROSS_EPISODE is a reserved name"],
    ["quotes alone", "entities:\n  Quote: x\nrelations:\n  A: b\n", "line 1, has only the entity Quote"],
    ["no description", `${ENTITIES}  Place: {}\n`, "line 5, entities.Place has no description"],
    ["nothing for a description", `${ENTITIES}  Place:\n`, "line 5, entities.Place must be a description"],
    ["an empty description", `${ENTITIES}  Place: ""\n`, "line 5, entities.Place.description must not be empty"],
    [
      "a number for a description",
      `${ENTITIES}  Place:\n    description: 7\n`,
      "line 6, entities.Place.description must be a text",
    ],
    [
      "examples that are not a list",
      `${ENTITIES}  Place:\n    description: x\n    examples: 7\n`,
      "line 7, entities.Place.examples must be a list",
    ],
    [
      "an unknown key",
      withRelation("    form: Practice\n"),
      'line 8, has the unknown key "form" in relations.LEADS_TO; did you mean "from"?',
    ],
    [
      "an unknown type in a pair",
      withRelation("    from: [Practise]\n"),
      'line 8, relations.LEADS_TO.from names the type "Practise", which is not among the entities; did you mean "Practice"?',
    ],
    [
      "a null type in a pair",
      withRelation("    pairs:\n      - { from: Practice, to: Xyz }\n"),
      'line 9, relations.LEADS_TO.pairs.0.to names the type "Xyz", which is not among the entities; its entities are Practice, Principle, Outcome.',
    ],
    ["an empty list of types", withRelation("    from: []\n"), "line 8, relations.LEADS_TO.from must not be empty."],
    [
      "a number in a pair",
      withRelation("    from: 7\n"),
      "line 8, relations.LEADS_TO.from must be a type, a list of types, or *",
    ],
    [
      "pairs twice",
      withRelation("    from: Practice\n    pairs: [{ to: Outcome }]\n"),
      "line 9, relations.LEADS_TO has both pairs and from or to",
    ],
    [
      "too many types",
      `entities:\n${Array.from({ length: 61 }, (_, index) => `  T${index}: x\n`).join("")}`,
      "line 1, entities has 61 types; keep to the 60 that matter most.",
    ],
    ["far too much", "#".repeat(200_001), "my.yaml is far too large for an ontology"],
    [
      "an alias bomb",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefgh"
        .split("")
        .map((key, index) => `${key}: &${key} [${Array(9).fill(`*${"abcdefg"[index]}`).join(",")}]\n`)
        .join("")}`,
      "is not valid YAML",
    ],
  ])("names what is wrong with %s", (_, text, expected) => {
    const message = complaint(text);
    expect(message).toContain(expected);
    expect(message).toMatch(/^my\.yaml.*[.?]$/);
    expect(message).not.toMatch(/\n|\?\.$|\.\.$/);
  });

  it("is the only error for any faulty text", () => {
    const piece = fc.constantFrom(
      "entities:\n",
      "relations:\n",
      "  A: x\n",
      "  B:\n",
      "    description: x\n",
      "    from: [A]\n",
      "- ",
      "&a ",
      "*a",
      "? ",
      "\t",
      "{",
      "]",
      "__proto__: 1\n",
      "1: 2\n",
      "? [a]\n: b\n",
      "null: x\n",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 12 }), (parts) => {
        expect(typeof complaint(parts.join(""))).toBe("string");
      }),
    );
  });
});
