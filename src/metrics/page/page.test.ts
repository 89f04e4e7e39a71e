import { expect, it } from "vitest";
import { runReports } from "../../../test/report-files/reports-fixture.ts";
import { renderReportPage } from "./index.ts";

const TRACE = { traceId: "a1".repeat(16), receiver: "http://127.0.0.1:4318/v1/traces" };

it("leads to the trace of the run where its page is known, and names it where it is not", () => {
  const traces = [
    { ...TRACE, url: 'https://traces.example.org/a1?poll=true&"' },
    { ...TRACE, url: null },
    { ...TRACE, url: "javascript:alert(1)" },
  ];
  const [head = ""] = renderReportPage(runReports({ head: { traces } })).split("</header>");
  expect(head.match(/href="[^"]*"/g)).toEqual(['href="https://traces.example.org/a1?poll=true&amp;&quot;"']);
  expect(head.match(/trace <code>(a1)+<\/code> at <bdi>http:\/\/127\.0\.0\.1:4318\/v1\/traces<\/bdi>/g)).toHaveLength(2);
});

it("says nothing of traces where nobody got one", () => {
  expect(renderReportPage(runReports())).not.toContain("trace");
});
