import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SimulationOptions, startSimulatedProvider } from "@colloquy/simulated-provider";
import { type IngestResult, open } from "../src/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";

let folder: IngestFixture;
beforeEach(() => {
  folder = new IngestFixture();
});
afterEach(() => folder[Symbol.dispose]());

const FILLER = "We went on about other things for a long while, and then came back to it";

/** A talk whose names share words, so that a judge is asked about them. */
function writeTalk(file: string, subjects: readonly string[]): void {
  const lines = subjects.flatMap((subject) =>
    ["causes daily stress", "reduces deep sleep", "improves deep focus", "leads to fatigue"].flatMap((what, part) => [
      `Ada Abbot: I think that ${subject} ${what} for everybody in the team.`,
      `Ben Baker: I met ${name(`${subject} ${what} ${file}`)} there. ${`${FILLER} in part ${part} of the talk about ${subject}. `.repeat(12)}`,
    ]),
  );
  folder.write(file, `${lines.join("\n")}\n`);
}

/** A name of a person who is mentioned once: too little evidence for a summary. */
function name(seed: string): string {
  const letters = [...seed].map((letter) => letter.codePointAt(0) ?? 0);
  const word = (from: number): string =>
    letters
      .filter((_, index) => index % 2 === from)
      .map((code) => String.fromCodePoint(97 + (code % 26)))
      .join("");
  return [0, 1].map((from) => `X${word(from)}`).join(" ");
}

const SUBJECTS = ["remote work", "working remotely", "office noise", "constant noise", "morning light", "light"];
const SPEED = { timeScale: 1_000, rpm: "unlimited", tpm: "unlimited" } as const;

/** A run with all stages that a model can do. */
function rehearse(baseUrl: string): Promise<IngestResult> {
  const models = { model: "simulated", resolutionModel: "simulated", embeddingModel: "simulated-embedding", baseUrl };
  return folder.ingest({ ...models, verify: true, verifyAll: true, summaries: true, maxConcurrent: 16, batchSize: 4 });
}

describe("a rehearsal with a judge, checks and summaries against the simulated provider", () => {
  const cases: readonly (readonly [string, SimulationOptions])[] = [
    ["without faults", { faults: "none" }],
    ["without structured outputs", { faults: "none", structuredOutputs: false }],
    [
      "with faults, and with 429s in all stages",
      {
        faults: { serverError: 0.05, overloaded: 0.02, reset: 0.02, hang: 0, cutOff: 0.05, badJson: 0.03 },
        phases: [{ kind: "storm", fromSeconds: 0, toSeconds: 600, share: 0.15 }],
      },
    ],
  ];
  it.each(cases)(
    "has verdicts, checks and summaries %s, and a second run asks nothing",
    async (_, options) => {
      writeTalk("a.txt", SUBJECTS);
      writeTalk("b.txt", SUBJECTS.toReversed());
      const provider = await startSimulatedProvider({ ...SPEED, ...options });
      try {
        const first = await rehearse(provider.url);
        expect(first).toMatchObject({ exitCode: 0, chunks: { pending: 0, deadLetters: 0 } });
        if (options.phases !== undefined) expect(provider.accounts.chat.rateLimited).toBeGreaterThan(0);
        const done = folder.eventsOf("batch.completed");
        for (const stage of ["extract", "check", "judge", "summarise"])
          expect(done.filter((event) => event.stage === stage).length).toBeGreaterThan(0);
        expect(first.checks?.checked).toBeGreaterThan(20);
        expect(first.summaries).toMatchObject({ transcripts: 2 });
        await using workspace = await open("talks", { dataDir: folder.dataDir });
        expect((await workspace.showTranscript("a.txt"))?.summary?.sentences.length).toBeGreaterThan(0);

        const { chat, embeddings } = structuredClone(provider.accounts);
        const second = await rehearse(provider.url);
        expect(second).toMatchObject({ exitCode: 0, digest: first.digest, usage: { calls: 0 } });
        expect([provider.accounts.chat.calls, provider.accounts.embeddings.calls]).toEqual([
          chat.calls,
          embeddings.calls,
        ]);
        expect(folder.eventsOf("estimate.made")).toEqual([]);
      } finally {
        await provider.close();
      }
    },
    60_000,
  );
});
