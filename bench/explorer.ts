/**
 * What a person waits for in the explorer: the API of `colloquy serve`, and the application in a Chromium without a GPU.
 * `npm run build && node bench/explorer.ts [--entities 1000,100000] [--data-dir DIR --output-dir DIR --workspace NAME ...]`.
 * Workspaces with so many entities are made once, in `--folder` (see explorer/made-workspace.ts); `--workspace` may be repeated,
 * and a workspace is not changed. `--only api` or `--only browser` measures one part, and `--routes REGEX` some routes.
 * Needs a Chromium, found in the same way as by the tests.
 */
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromiumPath, NO_CHROMIUM } from "../packages/colloquy/test/report-page/chromium.ts";
import { type ApiFigures, measureApi } from "./explorer/api.ts";
import { type BrowserFigures, measureBrowser } from "./explorer/browser.ts";
import { madeWorkspace } from "./explorer/made-workspace.ts";
import type { Place } from "./explorer/serving.ts";
import { apiTable, browserTable } from "./explorer/tables.ts";
import { describeMachine, writeResults } from "./report.ts";

const { values } = parseArgs({
  options: {
    "data-dir": { type: "string", default: ".colloquy" },
    "output-dir": { type: "string", default: "metrics" },
    workspace: { type: "string", multiple: true, default: [] },
    entities: { type: "string", default: "1000,100000" },
    folder: { type: "string", default: path.join(os.tmpdir(), "colloquy-explorer-made") },
    calls: { type: "string", default: "200" },
    repetitions: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    routes: { type: "string", default: "" },
    write: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const chromium = chromiumPath();
if (chromium === null && values.only !== "api") throw new Error(NO_CHROMIUM);
const [dataDir, outputDir] = [values["data-dir"], values["output-dir"]];
/** What reads the graph alone: the words of made entities are in no ledger. */
const OF_GRAPH = /^(overview|entities|suggest|claims|graph, (?!words)|path)/;

const sizes = values.entities.split(",").filter((size) => size !== "");
const made: Place[] = [];
for (const size of sizes) made.push(await madeWorkspace(values.folder, Number(size)));
const named = values.workspace.map((workspace): Place => ({ dataDir, outputDir, workspace }));

const loadBefore = os.loadavg()[0] ?? 0;
const api: ApiFigures[] = [];
const browser: BrowserFigures[] = [];
for (const place of [...made, ...named]) {
  const routes = made.includes(place) && values.routes === "" ? OF_GRAPH : new RegExp(values.routes);
  if (values.only !== "browser") api.push(await measureApi(place, Number(values.calls), routes));
  if (values.only !== "api" && chromium !== null)
    browser.push(await measureBrowser(place, Number(values.repetitions), chromium));
}
const loadAfter = os.loadavg()[0] ?? 0;

if (browser.length > 0) console.log(`${browserTable(browser)}\n`);
if (api.length > 0) console.log(`${apiTable(api)}\n`);
console.log(`Load ${loadBefore.toFixed(1)} to ${loadAfter.toFixed(1)}.`);
if (values.write) writeResults("explorer", { loadBefore, loadAfter, browser, api });
else console.log(describeMachine());
