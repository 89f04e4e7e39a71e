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
  basis: "This model was not measured in this workspace yet, so the estimate uses usual values.",
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
  it.each([80, 140])("fits a terminal of %i columns, but for the calls that are to be copied", (columns) => {
    const wide = render(shown(), columns)
      .split("\n")
      .filter((line) => displayWidth(line) > columns && !line.startsWith("  colloquy "));
    expect(wide).toEqual([]);
  });

  it("has a line for each number, likely, least and most", () => {
    expect(render(shown()).replaceAll(/ +/g, " ")).toContain(
      [
        "Extraction by openai:gpt-4o-mini: 8,834 chunks",
        " likely least most in 9 of 10 cases",
        " calls 920 736 1,104",
        " tokens in 5.5M 4.4M 6.6M",
        " tokens out 1.9M 1.52M 2.28M",
        " cost $1.90 $1.52 $2.28",
        " time 26 min 40 s 21 min 20 s 32 min 00 s",
        " price $0.15 a million tokens in ($0.075 where cached), $0.60 out: list of prices 1.0.0",
      ].join("\n"),
    );
  });

  it("sums both stages up, and says what keeps it from that", () => {
    expect(render(shown())).toContain("together     $1.98 ($1.58 to $2.38); 26 min 40 s (21 min 20 s to 32 min 00 s)");
    expect(render(shown({ costUsd: null, seconds: null }))).toContain(
      "together     cost unknown, because a price is; time unknown, because a limit is",
    );
    expect(render(shown({ modelStages: [EXTRACTION] }))).not.toContain("together");
  });

  it("says what to type next: a trial where nothing was measured, with the options of this call", () => {
    const call =
      "  colloquy ingest --transcripts-dir 'my talks' --include '*.vtt' --include '*.srt' --model openai:gpt-4o-mini";
    expect(render(shown())).toContain(`${call} --limit 50\n`);
    expect(render(shown())).toContain(`${call}\n`);
    const measured = { ...EXTRACTION, measuredOn: "20260301-140509-ab12" };
    expect(render(shown({ modelStages: [measured] }))).not.toContain("--limit 50");
  });

  it("says what is free, or done again by force", () => {
    const chunks = { total: 9_000, extracted: 50, embedded: 40, pending: 8_950 };
    expect(render(shown({ chunks }))).toContain(
      "9,000; done already and free: 50 extracted, 40 in the index; 8,950 chunks",
    );
    expect(render(shown({ chunks }, { options: { force: true } }))).toContain(
      "done again because of --force: 50 extracted",
    );
    expect(render(shown({ chunks }, { options: { force: false, limit: 20 } }))).toMatch(/to do with\s+--limit 20/);
  });

  it.each([
    [1, "is less than the least that it costs"],
    [2, "lies within the range of the cost"],
    [5, null],
  ])("says what becomes of --max-cost %d", (maxCost, told) => {
    const text = render(shown({}, { options: { force: false, maxCost } }));
    if (told === null) expect(text).not.toContain("--max-cost $");
    else expect(text).toContain(`--max-cost $${maxCost}.00 ${told}`);
  });

  it("shows nothing of a name that a terminal would act on", () => {
    const stage = { ...EXTRACTION, model: "a\u001b[31mb", basis: "c\u001b]0;d\u0007" };
    expect(render(shown({ workspace: "e\u001b[2J", modelStages: [stage] }))).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f]/,
    );
  });
});
