import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { EstimateResult, StageEstimate } from "../src/index.ts";

/** The documented keys. The compiler compares them with the types, the test compares the page with them. */
const RESULT: Readonly<Record<keyof EstimateResult, true>> = {
  workspace: true,
  files: true,
  chunks: true,
  modelStages: true,
  costUsd: true,
  seconds: true,
};
const FILES: Readonly<Record<keyof EstimateResult["files"], true>> = {
  found: true,
  skipped: true,
  new: true,
  edited: true,
  unchanged: true,
};
const CHUNKS: Readonly<Record<keyof EstimateResult["chunks"], true>> = {
  total: true,
  extracted: true,
  embedded: true,
  pending: true,
};
const STAGE: Readonly<Record<keyof StageEstimate, true>> = {
  stage: true,
  profile: true,
  model: true,
  chunks: true,
  rough: true,
  calls: true,
  inputTokens: true,
  outputTokens: true,
  costUsd: true,
  prices: true,
  priceSource: true,
  seconds: true,
  measuredOn: true,
  basis: true,
};

it("docs/interface.md lists every key of the JSON of an estimate", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs", "interface.md"), "utf8");
  const [whole = "", ofStages = ""] = page
    .slice(page.indexOf("### JSON of estimate"), page.indexOf("## Files\n"))
    .split("Of each stage:");
  for (const key of [RESULT, FILES, CHUNKS].flatMap((keys) => Object.keys(keys))) expect(whole).toContain(`\`${key}\``);
  for (const key of Object.keys(STAGE)) expect(ofStages).toContain(`\`${key}\``);
});
