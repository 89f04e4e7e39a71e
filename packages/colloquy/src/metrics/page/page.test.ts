import { expect, it } from "vitest";
import { CHAT_COST, runReports } from "../../../test/report-files/reports-fixture.ts";
import { BOTTLENECKS, STAGES } from "../reports/performance.ts";
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

it("has a colour for every mark of its charts", () => {
  const { cost, performance } = runReports();
  const models = (["extract", "embed", "ping"] as const).map((operation) => ({ ...CHAT_COST, operation }));
  const [extraction] = performance.modelStages;
  if (extraction === undefined) throw new Error("The fixture has no stage.");
  const bottlenecks = BOTTLENECKS.map((by) => ({ by, share: 1 / BOTTLENECKS.length }));
  const stages = STAGES.map((stage) => ({ stage, startedSeconds: 0, seconds: 1 }));
  const page = renderReportPage(
    runReports({
      cost: { ...cost, models },
      performance: { stages, modelStages: [{ ...extraction, bottlenecks }] },
    }),
  );
  const marks = [...page.matchAll(/<rect class="bar (?:spaced )?([^"]+)"/g)].map(([, mark = ""]) => mark);
  expect(marks).toContain("operation-ping");
  expect(marks).toContain("by-store");
  expect(marks).toContain("stage-verify");
  expect(marks.filter((mark) => !new RegExp(`\\.${mark}[,{]`).test(page))).toEqual([]);
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
