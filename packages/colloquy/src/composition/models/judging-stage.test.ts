import { expect, it } from "vitest";
import { createObserver } from "../../../test/observers.ts";
import type { RunOptions } from "../run-options.ts";
import { openExtractionStage } from "./extraction-stage.ts";
import { findModels } from "./find-models.ts";
import { openJudgingStage } from "./judging-stage.ts";

const URL = "http://127.0.0.1:9/v1";

/** Whether the judge and the extraction that the options name have one limiter. */
async function shareLimiter(options: Partial<RunOptions>): Promise<boolean> {
  const given = { workspace: "w", baseUrl: URL, model: "openai:small", environment: {}, ...options } as RunOptions;
  await using models = await findModels(given, undefined, { isCalled: false });
  const ignore = (): void => undefined;
  await using extraction = await openExtractionStage(models, given, createObserver("extract"), ignore);
  const parts = { observer: createObserver("judge"), emit: ignore, extraction };
  await using judging = openJudgingStage(models, given, parts);
  return judging?.limiter === extraction.limiter;
}

it("gives a judge the limiter of the extraction if one account of one model serves both", async () => {
  expect(await shareLimiter({ resolutionModel: "openai:small" })).toBe(true);
  expect(await shareLimiter({ resolutionModel: "openai:large" })).toBe(false);
});
