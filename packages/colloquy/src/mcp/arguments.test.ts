import { describe, expect, it } from "vitest";
import { readArguments } from "./arguments.ts";
import { TOOLS } from "./tools/index.ts";
import { claimsBetweenTool } from "./tools/claims-between.ts";
import { listTranscriptsTool } from "./tools/lists.ts";
import { readTranscriptTool } from "./tools/read-transcript.ts";
import { searchTool } from "./tools/search.ts";

const EXAMPLE = ' Example: {"query":"remote work isolation","speaker":"Ada"}';
const ARGUMENTS = "only query, files, speaker, exact, limit, cursor.";

describe("wrong arguments", () => {
  it.each([
    [{}, 'The argument "query" is missing: it must be a text of 1 to 1000 characters.'],
    [undefined, 'The argument "query" is missing: it must be a text of 1 to 1000 characters.'],
    [{ query: "" }, 'The argument "query" is "", but must be a text of 1 to 1000 characters.'],
    [{ query: 7 }, 'The argument "query" is 7, but must be a text of 1 to 1000 characters.'],
    [{ query: "a", limit: 51 }, 'The argument "limit" is 51, but must be a whole number from 1 to 50.'],
    [{ query: "a", limit: 2.5 }, 'The argument "limit" is 2.5, but must be a whole number from 1 to 50.'],
    [{ query: "a", limit: "10" }, 'The argument "limit" is "10", but must be a whole number from 1 to 50.'],
    [{ query: "a", exact: "yes" }, 'The argument "exact" is "yes", but must be true or false.'],
    [{ query: "a", speaker: null }, 'The argument "speaker" is null, but must be a text.'],
    [{ query: "a", files: "b.vtt" }, 'The argument "files" is "b.vtt", but must be a list of at most 100 texts.'],
    [{ query: "a", files: ["b", 1, 2] }, 'The argument "files" is ["b",1,2], but must be a list of at most 100 texts.'],
    [{ query: "a", max_results: 5 }, `search has no argument "max_results", ${ARGUMENTS}`],
    [{ query: "a", spaeker: "Ada" }, `search has no argument "spaeker", ${ARGUMENTS} Did you mean "speaker"?`],
    [{ query: "a", "\u001b[31mx": 1 }, `search has no argument "x", ${ARGUMENTS}`],
  ])("%j are explained", (given, sentence) => {
    expect(() => readArguments(searchTool, given)).toThrow(
      expect.objectContaining({ code: "invalid-input", message: sentence + EXAMPLE }),
    );
  });

  it("of other types are explained, each in a sentence", () => {
    expect(() => readArguments(claimsBetweenTool, { one: "", other: "b", polarity: "denied" })).toThrow(
      'The argument "one" is "", but must be a text that is not empty. The argument "polarity" is "denied", but must be "stated", "negated", "question", "hypothetical" or "implied".',
    );
    expect(() => readArguments(readTranscriptTool, { transcript: "a", startMs: -1 })).toThrow(
      'The argument "startMs" is -1, but must be a whole number of at least 0.',
    );
  });

  it("that are long are cut", () => {
    expect(() => readArguments(searchTool, { query: "a".repeat(2_000) })).toThrow(
      /is "a{59}…, but must be a text of 1/,
    );
  });
});

describe("right arguments", () => {
  it("are returned", () => {
    expect(readArguments(searchTool, { query: "a", limit: 3 })).toEqual({ query: "a", limit: 3 });
    expect(readArguments(listTranscriptsTool, undefined)).toEqual({});
  });

  it.each(TOOLS.map((tool) => [tool.name, tool] as const))("are those of the example of %s", (_name, tool) => {
    expect(readArguments(tool, tool.example)).toEqual(tool.example);
  });
});
