import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type ChatModel,
  type ChatReply,
  createModelExtractor,
  DEFAULT_ONTOLOGY,
  NO_USAGE,
  type Ontology,
  parseOntology,
  type Usage,
} from "../src/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";

let folder: IngestFixture;
beforeEach(() => {
  folder = new IngestFixture();
  folder.write("talk.txt", "Ada: Naps reduce errors.\nBo: I would not have thought so.\n");
});
afterEach(() => folder[Symbol.dispose]());

const ONTOLOGY = parseOntology(
  `entities:
  Habit: Something that people do again and again.
  Result: What comes of it.
relations:
  CUTS:
    description: The source makes less of the target.
    from: Habit
    to: Result
`,
  "ontology.yaml",
);

/** A user's chat model: one attempt per call, and its result. */
function ownModel(say: (labels: readonly string[]) => Pick<ChatReply, "text" | "finishReason">): ChatModel {
  return {
    profile: "own:model",
    contextTokens: null,
    ping: async () => NO_USAGE,
    async complete({ messages: [message] }) {
      const labels = [...(message?.text ?? "").matchAll(/^=== (c\d+) ===$/gm)].map(([, label = ""]) => label);
      const usage = { ...NO_USAGE, inputTokens: 100, outputTokens: 10 };
      return { ...say(labels), usage, interruption: null, limits: [] };
    },
    async [Symbol.asyncDispose]() {},
  };
}

async function ingestWith(chatModel: ChatModel, ontology: Ontology) {
  await using extractor = createModelExtractor({ chatModel, ontology });
  return await folder.ingest({ ports: { extractor }, skipEmbeddings: true });
}

describe("a chat model of the caller", () => {
  it("extracts items that occur in the words, with the types of the caller's ontology", async () => {
    const evidence = "Naps reduce errors";
    const entry = {
      entities: [
        { name: "Naps", type: "Habit", evidence, confidence: 0.9 },
        { name: "errors", type: "Result", evidence, confidence: 0.9 },
        { name: "unicorns", type: "Result", evidence: "unicorns", confidence: 0.9 },
      ],
      relations: [{ source: "Naps", type: "CUTS", target: "errors", evidence, polarity: "stated", confidence: 0.9 }],
      quotes: [],
    };
    const model = ownModel((labels) => ({
      text: JSON.stringify({ chunks: labels.map((label) => ({ label, ...entry })) }),
      finishReason: "stop",
    }));
    const result = await ingestWith(model, ONTOLOGY);
    expect(result).toMatchObject({ exitCode: 0, rejected: { ungrounded: 1 }, usage: { inputTokens: 100 } });
    expect(result.graph.byType.relationships).toMatchObject({ CUTS: 1 });
  });

  it.each([
    ["a fraction", 12.5],
    ["text", "12"],
  ])("may report invalid token counts (%s): its cost is then unknown, and its results are kept", async (_, tokens) => {
    const counted = ownModel((labels) => ({
      text: JSON.stringify({ chunks: labels.map((label) => ({ label, entities: [], relations: [], quotes: [] })) }),
      finishReason: "stop",
    }));
    const usage = { inputTokens: 100, outputTokens: tokens } as unknown as Usage;
    const model: ChatModel = {
      ...counted,
      ping: async () => usage,
      complete: async (request, options) => ({ ...(await counted.complete(request, options)), usage }),
    };
    const result = await ingestWith(model, DEFAULT_ONTOLOGY);
    expect(result).toMatchObject({ exitCode: 0, chunks: { extracted: 1, pending: 0 } });
    expect(result.usage).toMatchObject({ inputTokens: 0, outputTokens: 0, costUsd: null, implausibleUsage: 2 });
    expect(folder.eventsOf("warning").map(({ message }) => message)).toContainEqual(
      expect.stringContaining("own:model"),
    );
  });

  it("is also charged for refusals", async () => {
    const model = ownModel(() => ({ text: "I would rather not.", finishReason: "refusal" }));
    const result = await ingestWith(model, DEFAULT_ONTOLOGY);
    expect(result.exitCode).toBe(3);
    expect(folder.eventsOf("chunk.deadLettered").map(({ reason }) => reason)).toEqual([
      "The model refused to answer: I would rather not.",
    ]);
    // Requested three times, because the failure may be random.
    expect(result.usage).toMatchObject({ inputTokens: 300, outputTokens: 30, unreportedUsage: 0 });
  });
});
