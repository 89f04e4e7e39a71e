import { describe, expect, it } from "vitest";
import { createModelExtractor, DEFAULT_ONTOLOGY } from "../src/extraction/index.ts";
import type { Clock, Extractor } from "../src/ports/index.ts";
import { createSimulatedChatModel, extractorConformance, planConformance } from "../src/testing/index.ts";

/** A clock whose time passes at once when a caller sleeps. */
function passingTime(): Clock {
  let now = 0;
  return {
    now: () => now,
    async sleep(milliseconds, signal) {
      signal.throwIfAborted();
      now += milliseconds;
    },
  };
}

const withModel = (): Extractor =>
  createModelExtractor({
    chatModel: createSimulatedChatModel({ clock: passingTime() }),
    ontology: DEFAULT_ONTOLOGY,
  });

describe("the model extractor with a simulated model", () => {
  for (const { name, run } of planConformance(extractorConformance)) it(name, () => run(async () => withModel()));

  it("finds the statements of a chunk in their turns", async () => {
    await using extractor = withModel();
    const turns = [
      { speaker: "Ada", text: "Good morning." },
      { speaker: "Bo", text: "I know that regular sleep reduces anxiety." },
    ];
    const { extractions, rejected } = await extractor.extract([{ label: "only", turns }], {
      signal: new AbortController().signal,
    });
    expect(extractions.get("only")?.relations).toEqual([
      expect.objectContaining({ source: "regular sleep", type: "REDUCES", target: "anxiety" }),
    ]);
    expect(extractions.get("only")?.relations[0]?.span.turn).toBe(1);
    expect(rejected).toEqual({ ungrounded: 0, schema: 0, lowConfidence: 0 });
  });
});
