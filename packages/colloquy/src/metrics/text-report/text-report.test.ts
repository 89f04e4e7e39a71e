import { describe, expect, it } from "vitest";
import {
  CHAT_COST,
  EXTRACTION,
  freeReports,
  NO_FAILED_CALLS,
  runReports,
} from "../../../test/report-files/reports-fixture.ts";
import type { StagePerformance } from "../reports/index.ts";
import { renderTextReport } from "./text-report.ts";

/** The text without alignment. */
const unaligned = (text: string): string => text.replace(/ +/g, " ");

describe("the text of a report", () => {
  it("names the run and its outcome", () => {
    expect(renderTextReport(runReports())).toContain(
      "Run 20260301-140509-ab12 on workspace talks\nStarted 1 March 2026 at 14:05 UTC, took 14 min 03 s: completed, exit code 3.\n",
    );
    const failed = renderTextReport(
      runReports({ head: { outcome: "failed", exitCode: 1, failure: "The key was refused." } }),
    );
    expect(failed).toContain("failed, exit code 1.\nThe key was refused.\n");
    expect(failed).toContain("The run ended early");
  });

  it("names the trace by its address, or by its id alone", () => {
    const receiver = "http://127.0.0.1:4318/v1/traces";
    const trace = { traceId: "a1".repeat(16), receiver };
    const long = `https://traces.example.org/${"a1".repeat(60)}`;
    const traces = [
      { ...trace, url: long },
      { ...trace, url: null },
    ];
    expect(renderTextReport(runReports({ head: { traces } }))).toContain(
      `Trace: ${long}\nTrace: ${trace.traceId} at ${receiver}\n`,
    );
    expect(renderTextReport(runReports())).not.toContain("Trace:");
  });

  it("has the cost of each model and operation, with the unknown spend", () => {
    const text = unaligned(renderTextReport(runReports()));
    expect(text).toContain("openai:gpt-4o-mini extract 884 1,234,567 120,000 234,567 $0.317 $0.0042\n");
    expect(text).toContain("openai:text-embedding-3-small embed 90 900,000 0 0 $0.018 -\n");
    expect(text).toContain("at most $0.0042 for 3 attempts without reported usage");
    expect(text).toContain("Source: list of prices 1.2.3");
    expect(text).toContain("The budget of $5.00 was not reached.");
  });

  it("names unknown values unknown, never 0", () => {
    const noPrice = { costUsd: null, costAtLeastUsd: 0, costAtMostUsd: null };
    const unpriced = { ...CHAT_COST, ...noPrice, unknownSpend: { ...CHAT_COST.unknownSpend, upToUsd: null } };
    const text = unaligned(
      renderTextReport(
        runReports({
          cost: {
            ...noPrice,
            models: [unpriced],
            unknownSpend: unpriced.unknownSpend,
            prices: [{ model: unpriced.model, source: null, prices: null }],
          },
        }),
      ),
    );
    expect(text).toContain(" unknown for 2,134,567 tokens read");
    expect(text).toContain("In addition, an unknown sum for 3 attempts");
    expect(text).toContain("120,000 234,567 unknown unknown\n");
    expect(text).toContain("openai:gpt-4o-mini unknown unknown unknown\n");
    expect(text).toMatch(/extraction cost \$0\.33 \$0\.264 to \$0\.41\d unknown\n/);
    expect(text).not.toContain("$0 ");
  });

  it("has the bounds of the cost when usage was not reported, and the tokens written to a cache", () => {
    const bounds = { costUsd: null, costAtLeastUsd: 0.3174252, costAtMostUsd: 0.3216252 };
    const cached = { ...CHAT_COST, ...bounds, cacheWrittenTokens: 30_000 };
    const prices = [
      { model: cached.model, source: null, prices: { input: 1, cachedInput: 0.1, cacheWrite: 1.25, output: 5 } },
    ];
    const tokens = { inputTokens: 1_234_567, cachedInputTokens: 120_000, cacheWrittenTokens: 30_000 };
    const cost = { ...bounds, models: [cached], prices, tokens: { ...tokens, outputTokens: 9, reasoningTokens: 0 } };
    const text = unaligned(renderTextReport(runReports({ cost })));
    expect(text.replace(/\n /g, " ")).toContain(
      "at least $0.317, at most $0.322 for 1,234,567 tokens read (120,000 of them from the provider's cache, 30,000 put into it) and 9 written, as far as reported.",
    );
    expect(text).toContain("This includes at most $0.0042 for 3 attempts without reported usage");
    expect(text).toContain("openai:gpt-4o-mini extract 884 1,234,567 120,000 30,000 234,567 unknown $0.0042\n");
    expect(text).toContain("openai:gpt-4o-mini $1.00 $0.10 $1.25 $5.00\n");
  });

  it("compares the estimate with its outcome, without pings", () => {
    const pinged = { ...CHAT_COST, operation: "ping" as const, inputTokens: 1_000_000 };
    const text = unaligned(renderTextReport(runReports({ cost: { models: [pinged, CHAT_COST] } })));
    expect(text).toContain("extraction calls 900 720 to 1,125 886\n");
    expect(text).toContain("extraction tokens read 1,200,000 960,000 to 1,500,000 1,234,567\n");
    expect(text).toContain("extraction time unknown - 14 min 00 s\n");
  });

  it("has the speed of each stage and its bottlenecks, the largest share first", () => {
    const text = unaligned(renderTextReport(runReports()));
    expect(text).toContain("chunks 8,834 in 14 min 00 s, 10.5/s; 2 more to the dead letters");
    expect(text).toContain("latency 901 2.1 s 1.9 s 3.8 s 9.4 s 12.3 s\n");
    expect(text).toContain("tokens 200,000 1,500,000 98 %\n");
    expect(text).toContain("failures network 12, timeout 3\n");
    expect(text).toContain("in flight at most 40 calls at once\n");
    expect(text.replace(/\n /g, "")).toContain(
      "bottleneck the limit of tokens (92 % of the time), nothing (5.0 % of the time)",
    );
  });

  it("has the failed calls: their number, the usage of their replies and the reasons", () => {
    const inOneLine = (stage: StagePerformance): string =>
      renderTextReport(runReports({ performance: { modelStages: [stage] } })).replace(/\s+/g, " ");
    const text = inOneLine(EXTRACTION);
    expect(text).toContain(
      "failed calls 9 of 886 (1.0 %); their 8 replies took 11,000 tokens read and 700 written, cost $0.00207 failures",
    );
    expect(text).toContain(
      "Failed calls - 8 calls, extraction: The model refused to answer: no. (and others like it) - 1 call, extraction: The connection was lost. Dead",
    );
    const unknown = { ...EXTRACTION.failedCalls, inputTokens: null, outputTokens: null, costUsd: null };
    expect(inOneLine({ ...EXTRACTION, failures: {}, failedCalls: unknown })).toContain(
      "their 8 replies took an unknown number of tokens, cost unknown failures no attempt failed",
    );
  });

  it("is complete for a run that called no model", () => {
    const text = unaligned(renderTextReport(freeReports()));
    expect(text).toContain("No model was called.");
    for (const provider of ["limit", "429", "in flight", "bottleneck", "ailed calls"])
      expect(text).not.toContain(provider);
    expect(text).not.toContain("Against the estimate");
    expect(text).not.toContain("Dead letters");
  });

  it("names the items of a stage", () => {
    const summaries = { ...EXTRACTION, stage: "summarise" } as const;
    const text = unaligned(renderTextReport(runReports({ performance: { modelStages: [summaries] } })));
    expect(text).toMatch(/^ *summaries [\d,]+ in /m);
    expect(text).not.toMatch(/^ *chunks [\d,]+ in /m);
  });

  it("says that the limits of a provider are not known", () => {
    const unlimited = { ...EXTRACTION, perMinute: {}, utilisation: {}, bottlenecks: [] };
    const text = unaligned(renderTextReport(runReports({ performance: { modelStages: [unlimited] } })));
    expect(text).toContain("No limit of the provider is known.");
    expect(text).toContain("bottleneck unknown\n");
  });

  it("leaves out sizes and waits of a stage with a refused ping only", () => {
    const refused = {
      ...EXTRACTION,
      batchSize: 0,
      chunks: 0,
      chunksPerSecond: 0,
      deadLetters: 0,
      peakInFlight: 1,
      failedCalls: NO_FAILED_CALLS,
      bottlenecks: [{ by: "none", share: 1 }] as const,
      admitted: { requests: 1, tokens: 0 },
      utilisation: { requests: 0.002, tokens: 0 },
    };
    const text = unaligned(renderTextReport(runReports({ performance: { modelStages: [refused] } })));
    expect(text).toContain("Speed of extraction by openai:gpt-4o-mini\n");
    expect(text).toContain("chunks 0 in 14 min 00 s\n");
    for (const empty of ["at most 0", "0/s", "bottleneck nothing"]) expect(text).not.toContain(empty);
  });

  it("is complete for a run that stopped before its first stage", () => {
    const nothing = { models: [], prices: [], estimates: [] };
    const text = renderTextReport(
      runReports({
        head: { outcome: "interrupted", exitCode: 130 },
        cost: nothing,
        performance: { modelStages: [], stages: [], deadLetterReasons: [], warnings: [], advice: [] },
      }),
    );
    expect(text).toContain("interrupted, exit code 130.");
  });

  it("has no line of more than 100 columns and no control character, for any content", () => {
    const nasty = `\u001b]0;title\u0007${"x".repeat(300)} \u202Eb\n\r\u0085`;
    const many = { ...CHAT_COST, model: nasty, inputTokens: 1e12, outputTokens: 1e12, costUsd: 1e6 };
    const reports = runReports({
      head: { runId: nasty, workspace: nasty, startedAt: nasty, failure: nasty },
      cost: { models: [many], prices: [{ model: nasty, source: nasty, prices: null }] },
      performance: {
        modelStages: [{ ...EXTRACTION, model: nasty, failures: { [nasty]: 3 } }],
        deadLetterReasons: [{ stage: "extract", reason: nasty, chunks: 1 }],
        warnings: [nasty],
        advice: [nasty],
      },
    });
    const lines = renderTextReport(reports).split("\n");
    expect(lines.filter((line) => [...line].length > 100)).toEqual([]);
    expect(lines.join("")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  });
});
