import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import type { IngestResult } from "../../src/index.ts";
import { renderTextReport, type RunReports } from "../../src/metrics/index.ts";
import { repliesIn } from "./provider-accounts.ts";
import { SpendingFixture } from "./spending-fixture.ts";

/** A proxy before the provider that changes only the reported usage. */
interface UsageProxy extends AsyncDisposable {
  readonly baseUrl: string;
}

async function startUsageProxy(
  origin: string,
  rewrite: (usage: Readonly<Record<string, unknown>>) => unknown,
): Promise<UsageProxy> {
  const server = createServer(async (incoming, response) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const { method = "POST", url = "" } = incoming;
    const body = method === "GET" ? null : Buffer.concat(parts);
    const reply = await fetch(`${origin}${url}`, { method, headers: { "content-type": "application/json" }, body });
    const text = (await reply.text()).replace(/"usage":(\{(?:[^{}]|\{[^{}]*\})*\})/g, (_, usage: string) => {
      return `"usage":${JSON.stringify(rewrite(JSON.parse(usage) as Readonly<Record<string, unknown>>))}`;
    });
    response.writeHead(reply.status, { "content-type": reply.headers.get("content-type") ?? "text/plain" }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Outcome {
  readonly result: IngestResult;
  readonly reports: RunReports;
  /** The cost by list prices and the provider's own counts. */
  readonly trueUsd: number;
  readonly warnings: readonly string[];
}

async function ingestWith(rewrite: (usage: Readonly<Record<string, unknown>>) => unknown): Promise<Outcome> {
  await using spending = await SpendingFixture.open();
  await using proxy = await startUsageProxy(spending.provider.url.replace(/\/v1$/, ""), rewrite);
  const result = await spending.ingest({ baseUrl: proxy.baseUrl });
  const replies = Object.entries(repliesIn(spending.provider.log));
  const trueUsd = replies.reduce((total, [work, { inputTokens, outputTokens }]) => {
    const [input, output] = work.startsWith("gpt") ? [0.15, 0.6] : [0.02, 0];
    return total + (inputTokens * input + outputTokens * output) / 1e6;
  }, 0);
  const warnings = spending.events.flatMap((event) => (event.event === "warning" ? [event.message] : []));
  return { result, reports: spending.reports(), trueUsd, warnings };
}

/** The cost is unknown, and its bounds include the true cost. */
function expectBounds({ result, reports, trueUsd }: Outcome): void {
  const { usage } = result;
  const { cost } = reports;
  expect([usage.costUsd, cost.costUsd]).toEqual([null, null]);
  expect([usage.costAtLeastUsd, cost.costAtLeastUsd]).toEqual([0, 0]);
  expect(usage.costAtMostUsd).toBe(cost.costAtMostUsd);
  expect(usage.costAtMostUsd).toBeGreaterThan(trueUsd);
  expect(usage).toMatchObject({ inputTokens: 0, outputTokens: 0, embeddingTokens: 0 });
  expect(usage.unreportedUsage).toBe(cost.models.reduce((sum, { replies }) => sum + replies, 0));
  expect(usage.unknownSpend.inputTokens).toBeGreaterThan(0);
  expect(usage.unknownSpend.outputTokens).toBeGreaterThan(0);
  expect(renderTextReport(reports)).toMatch(/^ {2}at least \$0, at most \$0\.\d+ for 0 tokens/m);
}

describe("a provider that reports no usage", () => {
  it("leaves the cost unknown, with bounds, in the result and in the reports", async () => {
    const outcome = await ingestWith(() => null);
    expect(outcome.result.exitCode).toBe(0);
    expectBounds(outcome);
    expect(outcome.result.usage.implausibleUsage).toBe(0);
    expect(outcome.warnings.join()).not.toContain("usage");
  });
});

describe("a provider that reports impossible usage", () => {
  it.each([
    ["no tokens for long prompts", () => ({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 })],
    [
      "more tokens than possible",
      (usage: object) => ({ ...usage, prompt_tokens: 1e15, completion_tokens: 1e15, total_tokens: 2e15 }),
    ],
  ])("is treated like unreported usage, with one warning that counts the replies: %s", async (_, rewrite) => {
    const outcome = await ingestWith(rewrite);
    const { usage } = outcome.result;
    // Pings are so short that zero tokens are plausible.
    expect(usage.implausibleUsage).toBeGreaterThan(0);
    const { warnings } = outcome.reports.performance;
    const matching = warnings.filter((warning) => warning.includes("is implausible"));
    expect(matching).toHaveLength(1);
    const counts = [...(matching[0] ?? "").matchAll(/(\d+) repl(?:y|ies) of openai/g)].map(([, count]) =>
      Number(count),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(usage.implausibleUsage);
    expect(usage).toMatchObject({ costUsd: null, inputTokens: 0, outputTokens: 0 });
    expect(usage.costAtMostUsd).toBeGreaterThan(outcome.trueUsd * 0.9);
    expect(usage.costAtMostUsd).toBeLessThan(1);
    expect(outcome.warnings).toEqual(expect.arrayContaining(matching));
  });
});
