import { expect, it } from "vitest";
import { createObserver } from "../../../test/observers.ts";
import type { StatementChecker } from "../../ports/index.ts";
import type { RunOptions } from "../run-options.ts";
import { openExtractionStage } from "./extraction-stage.ts";
import { findModels } from "./find-models.ts";
import { openCheckingStage, openJudgingStage } from "./question-stages.ts";

const URL = "http://127.0.0.1:9/v1";

/** Whether the stages of questions have the limiter of the extraction that the options name. */
async function shareLimiter(options: Partial<RunOptions>): Promise<Readonly<Record<"check" | "judge", boolean>>> {
  const given = { workspace: "w", baseUrl: URL, model: "openai:small", environment: {}, ...options } as RunOptions;
  await using models = await findModels(given, undefined, { isCalled: false });
  const ignore = (): void => undefined;
  await using extraction = await openExtractionStage(models, given, createObserver("extract"), ignore);
  const parts = { emit: ignore, extraction };
  await using checking = openCheckingStage(models, given, { ...parts, observer: createObserver("check") });
  await using judging = openJudgingStage(models, given, { ...parts, observer: createObserver("judge") });
  return { check: checking?.limiter === extraction.limiter, judge: judging?.limiter === extraction.limiter };
}

it("gives a judge the limiter of the extraction if one account of one model serves both", async () => {
  expect((await shareLimiter({ resolutionModel: "openai:small" })).judge).toBe(true);
  expect((await shareLimiter({ resolutionModel: "openai:large" })).judge).toBe(false);
});

it("gives a checker the limiter of the extraction, whose model it is, and a checker of the caller its own", async () => {
  expect((await shareLimiter({ verify: true })).check).toBe(true);
  const statementChecker = { profile: "own", questionVersion: 1, paid: true } as StatementChecker;
  expect((await shareLimiter({ ports: { statementChecker } })).check).toBe(false);
});
