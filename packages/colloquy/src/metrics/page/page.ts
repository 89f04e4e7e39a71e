import { hashSource, markup, rawMarkup, scriptJson } from "../../text/index.ts";
import { cost } from "./sections/cost.ts";
import { timeline } from "./sections/timeline.ts";
import { estimates } from "./sections/estimates.ts";
import { failures } from "./sections/failures.ts";
import { head } from "./sections/head.ts";
import { bottlenecks } from "./sections/bottlenecks.ts";
import { latency } from "./sections/latency.ts";
import { stages } from "./sections/stages.ts";
import { advice, warnings } from "./sections/sentences.ts";
import { STYLE } from "./style.ts";
import type { RunReports } from "../reports/index.ts";

const SECTIONS = [advice, bottlenecks, timeline, stages, cost, estimates, latency, failures, warnings];

/** Allows the style sheet of the page only, and no script. */
const STYLE_SOURCE = hashSource(STYLE);

/**
 * Both reports of a run as one HTML page without network access and scripts. Every figure has its position in the reports
 * as `data-figure`; the element `report` holds the whole reports as JSON.
 */
export function renderReportPage(reports: RunReports): string {
  const { workspace, runId } = reports.performance;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${`default-src 'none'; base-uri 'none'; form-action 'none'; style-src ${STYLE_SOURCE}`}">
<meta name="color-scheme" content="light dark">
<title>${workspace}: run ${runId}</title>
<style>${rawMarkup(STYLE)}</style>
</head>
<body>
${head(reports)}<main>
${SECTIONS.map((section) => section(reports))}</main>
<footer><p>Made by Colloquy. <code>colloquy report ${runId}</code> shows these figures in a terminal; this page holds them as JSON, too.</p></footer>
<script type="application/json" id="report">${scriptJson(reports)}</script>
</body>
</html>
`.markup;
}
