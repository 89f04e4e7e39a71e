import { expect, it } from "vitest";
import { runReports } from "../../../test/report-files/reports-fixture.ts";
import { renderReportPage } from "./page.ts";

const TRACE = { traceId: "a1".repeat(16), receiver: "http://127.0.0.1:4318/v1/traces" };

it("links the trace of the run when its page is known, and names its id otherwise", () => {
  const traces = [
    { ...TRACE, url: 'https://traces.example.org/a1?poll=true&"' },
    { ...TRACE, url: null },
    { ...TRACE, url: "javascript:alert(1)" },
  ];
  const [head = ""] = renderReportPage(runReports({ head: { traces } })).split("</header>");
  expect(head.match(/href="[^"]*"/g)).toEqual(['href="https://traces.example.org/a1?poll=true&amp;&quot;"']);
  expect(head.match(/trace <code>(a1)+<\/code> at <bdi>http:\/\/127\.0\.0\.1:4318\/v1\/traces<\/bdi>/g)).toHaveLength(
    2,
  );
});

it("does not mention traces when no receiver got one", () => {
  expect(renderReportPage(runReports())).not.toContain("trace");
});

it("counts calls to models only, and none for rules and hashed words", () => {
  const { cost, performance } = runReports();
  const [extraction] = performance.modelStages;
  if (extraction === undefined) throw new Error("The fixture has no stage.");
  const modelStages = [
    { ...extraction, model: "openai:gpt-4o-mini", calls: 12, attempts: 12 },
    { ...extraction, stage: "embed", model: "hashed words", calls: 300, attempts: 300 },
  ] as const;
  const free = { input: 0, cachedInput: 0, output: 0 };
  const prices = [...cost.prices, { model: "hashed words", source: "runs on this machine", prices: free }];
  const page = renderReportPage(runReports({ cost: { prices }, performance: { modelStages } }));
  expect(page).toMatch(/<dt>Calls<\/dt><dd class="big">12<\/dd><dd>12 attempts/);
  expect(
    renderReportPage(runReports({ cost: { prices }, performance: { modelStages: modelStages.slice(1) } })),
  ).not.toContain("<dt>Calls</dt>");
});
