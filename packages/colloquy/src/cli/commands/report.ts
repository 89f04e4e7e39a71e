import { Option } from "commander";
import { ColloquyError } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import type { Invocation } from "../context.ts";
import { jsonLine } from "../json-line.ts";
import { loadLibrary } from "../library.ts";
import { renderRuns } from "../views/report-list.ts";

export const reportCommand: CommandDefinition = {
  name: "report",
  summary: "show the cost, the speed and the bottlenecks of a run",
  arguments: "[run]",
  argumentsHelp: "the id of a run, or the start of an id (default: the latest run)",
  description:
    "Shows the reports of a run: cost by model and kind of work, speed and limits of each stage, time by stage, failures, and advice. The report files, with a page of charts, are in {output-dir}/{workspace}.",
  own: [new Option("--list", "list all runs with a report")],
  examples: ["colloquy report --workspace talks", "colloquy report 20260301-140509-ab12", "colloquy report --list"],
  needsConfiguration: true,
  run: async (invocation) => {
    const [run = null] = invocation.words;
    await (invocation.own.list === true ? list(invocation, run) : show(invocation, run));
    return 0;
  },
};

async function show({ options, output }: Invocation, run: string | null): Promise<void> {
  const { renderReport, report } = await loadLibrary();
  const { workspace, outputDir } = options;
  const reports = await report({ workspace, outputDir, ...(run === null ? {} : { run }) });
  await output.write(options.json ? jsonLine(reports) : renderReport(reports));
}

async function list({ options, output, messages }: Invocation, run: string | null): Promise<void> {
  if (run !== null) throw new ColloquyError("invalid-input", "--list lists all runs: leave out the id of the run.");
  const { listReports } = await loadLibrary();
  const { workspace, outputDir } = options;
  const runs = await listReports({ workspace, outputDir });
  if (options.json) await output.write(jsonLine({ runs }));
  else if (runs.length > 0) await output.write(renderRuns(runs, output));
  else if (!options.quiet) await messages.write(`No run on workspace ${workspace} has a report yet.\n`);
}
