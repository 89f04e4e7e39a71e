import { describe, expect, it } from "vitest";
import picocolors from "picocolors";
import { displayWidth } from "../../../text/index.ts";
import { renderEstimate } from "./estimate.ts";
import type { StageEstimate, ShownEstimate } from "./shown-estimate.ts";

const NOTHING = { least: 0, likely: 0, most: 0 };
const range = (likely: number) => ({ least: likely * 0.8, likely, most: likely * 1.2 });

const EXTRACTION: StageEstimate = {
  stage: "extract",
  profile: "openai:gpt-4o-mini prompt-1",
  model: "openai:gpt-4o-mini",
  chunks: 8_834,
  calls: range(920),
  inputTokens: range(5_500_000),
  outputTokens: range(1_900_000),
  costUsd: range(1.9),
  prices: { input: 0.15, cachedInput: 0.075, output: 0.6 },
  priceSource: "list of prices 1.0.0",
  seconds: range(1_600),
  measuredOn: null,
  basis: "Nothing has been measured of this model in this workspace, so it is from usual values.",
};
const EMBEDDING: StageEstimate = {
  ...EXTRACTION,
  stage: "embed",
  model: "openai:text-embedding-3-small",
  outputTokens: NOTHING,
  costUsd: range(0.08),
  prices: { input: 0.02, cachedInput: null, output: null },
  seconds: range(90),
};

function shown(changes: Partial<ShownEstimate["result"]> = {}, more: Partial<ShownEstimate> = {}): ShownEstimate {
  return {
    result: {
      workspace: "talks",
      files: { found: 232, skipped: 0, new: 232, edited: 0, unchanged: 0 },
      chunks: { total: 9_000, extracted: 0, embedded: 0, pending: 8_834 },
      modelStages: [EXTRACTION, EMBEDDING],
      costUsd: range(1.98),
      seconds: range(1_600),
      ...changes,
    },
    flags: { transcriptsDir: "my talks", include: ["*.vtt", "*.srt"], model: "openai:gpt-4o-mini", json: false },
    options: { force: false },
    ...more,
  };
}

const render = (estimate: ShownEstimate, columns = 100): string =>
  renderEstimate(estimate, { colours: picocolors.createColors(false), columns });

describe("the view of an estimate", () => {
  it.each([80, 140])("fits a terminal of %i columns, except the calls to copy", (columns) => {
    const wide = render(shown(), columns)
      .split("\n")
      .filter((line) => displayWidth(line) > columns && !line.startsWith("  colloquy "));
    expect(wide).toEqual([]);
  });

  it("shows likely, least and most of each number on one line", () => {
    expect(render(shown()).replaceAll(/ +/g, " ")).toContain(
      [
        "Extraction by openai:gpt-4o-mini: 8,834 chunks",
        " likely least most in 9 of 10 cases",
        " calls 920 736 1,104",
        " tokens in 5.5M 4.4M 6.6M",
        " tokens out 1.9M 1.52M 2.28M",
        " cost $1.90 $1.52 $2.28",
        " time 26 min 40 s 21 min 20 s 32 min 00 s",
        " price $0.15 a million tokens in ($0.075 if cached), $0.60 out: list of prices 1.0.0",
      ].join("\n"),
    );
  });

  it("shows the sum of both stages, or why it is unknown", () => {
    expect(render(shown())).toContain("together     $1.98 ($1.58 to $2.38); 26 min 40 s (21 min 20 s to 32 min 00 s)");
    expect(render(shown({ costUsd: null, seconds: null }))).toContain(
      "together     cost unknown, because a price is unknown; time unknown, because a limit is unknown\n",
    );
    expect(render(shown({ modelStages: [EXTRACTION] }))).not.toContain("together");
  });

  it("suggests a trial run before the first measurement, with the options of this call", () => {
    const call =
      "  colloquy ingest --transcripts-dir 'my talks' --include '*.vtt' --include '*.srt' --model openai:gpt-4o-mini";
    expect(render(shown())).toContain(`${call} --limit 50\n`);
    expect(render(shown())).toContain(`${call}\n`);
    const measured = { ...EXTRACTION, measuredOn: "20260301-140509-ab12" };
    expect(render(shown({ modelStages: [measured] }))).not.toContain("--limit 50");
  });

  it("shows which chunks are free, or repeated because of --force", () => {
    const chunks = { total: 9_000, extracted: 50, embedded: 40, pending: 8_950 };
    expect(render(shown({ chunks }))).toContain(
      "9,000; done already and free: 50 extracted, 40 in the index; 8,950 chunks",
    );
    expect(render(shown({ chunks }, { options: { force: true } }))).toContain(
      "repeated because of --force: 50 extracted",
    );
    expect(render(shown({ chunks }, { options: { force: false, limit: 20 } }))).toMatch(/to do with\s+--limit 20/);
  });

  it.each([
    [1, "is less than the lowest estimated cost"],
    [2, "is within the range of the cost"],
    [5, null],
  ])("describes the effect of --max-cost %d", (maxCost, remark) => {
    const text = render(shown({}, { options: { force: false, maxCost } }));
    if (remark === null) expect(text).not.toContain("--max-cost $");
    else expect(text).toContain(`--max-cost $${maxCost}.00 ${remark}`);
  });

  it("prints names without control characters", () => {
    const stage = { ...EXTRACTION, model: "a\u001b[31mb", basis: "c\u001b]0;d\u0007" };
    expect(render(shown({ workspace: "e\u001b[2J", modelStages: [stage] }))).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f]/,
    );
  });
});
