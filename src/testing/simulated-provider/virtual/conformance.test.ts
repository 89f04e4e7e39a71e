import { describe, it } from "vitest";
import { planConformance } from "../../conformance.ts";
import { chatModelConformance } from "../../suites/chat-model.ts";
import { embeddingModelConformance } from "../../suites/embedding-model.ts";
import { REAL_CLOCK } from "../http/real-clock.ts";
import { createSimulatedChatModel } from "./chat-model.ts";
import { createSimulatedEmbeddingModel } from "./embedding-model.ts";

const options = { timeScale: 100, pieceMs: 10 };

describe("a simulated chat model", () => {
  for (const { name, run, skipped } of planConformance(chatModelConformance)) {
    it.skipIf(skipped !== null)(name, () => run(async () => createSimulatedChatModel({ clock: REAL_CLOCK, options })));
  }
});

describe("a simulated embedding model", () => {
  for (const { name, run, skipped } of planConformance(embeddingModelConformance)) {
    it.skipIf(skipped !== null)(name, () =>
      run(async () => createSimulatedEmbeddingModel({ clock: REAL_CLOCK, options })),
    );
  }
});
