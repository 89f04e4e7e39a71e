import { describe, it } from "vitest";
import { planConformance } from "../conformance.ts";
import { chatModelConformance } from "../suites/chat-model.ts";
import { embeddingModelConformance } from "../suites/embedding-model.ts";
import { systemClock } from "@colloquy/rate-limit";
import { createSimulatedChatModel } from "./chat-model.ts";
import { createSimulatedEmbeddingModel } from "./embedding-model.ts";

const options = { timeScale: 100, pieceMs: 10 };

describe("a simulated chat model", () => {
  for (const { name, run, skipped } of planConformance(chatModelConformance)) {
    it.skipIf(skipped !== null)(name, () => run(async () => createSimulatedChatModel({ clock: systemClock, options })));
  }
});

describe("a simulated embedding model", () => {
  for (const { name, run, skipped } of planConformance(embeddingModelConformance)) {
    it.skipIf(skipped !== null)(name, () =>
      run(async () => createSimulatedEmbeddingModel({ clock: systemClock, options })),
    );
  }
});
