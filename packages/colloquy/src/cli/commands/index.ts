import type { CommandDefinition } from "../command-definition.ts";
import { askCommand } from "./ask.ts";
import { hideCommand, mergeCommand, renameCommand, splitCommand } from "./correct.ts";
import { compareCommand } from "./compare.ts";
import { compareSpeakersCommand } from "./compare-speakers.ts";
import { completionCommand } from "./completion.ts";
import { doctorCommand } from "./doctor.ts";
import { estimateCommand } from "./estimate.ts";
import { exportCommand } from "./export.ts";
import { ingestCommand } from "./ingest.ts";
import { initCommand } from "./init.ts";
import { listCommand } from "./list.ts";
import { mcpCommand } from "./mcp.ts";
import { parseCommand } from "./parse.ts";
import { projectCommand } from "./project.ts";
import { reportCommand } from "./report.ts";
import { resolveCommand } from "./resolve.ts";
import { retryFailedCommand } from "./retry-failed.ts";
import { reviewCommand } from "./review.ts";
import { searchCommand } from "./search.ts";
import { serveCommand } from "./serve.ts";
import { showCommand } from "./show.ts";
import { simulateCommand } from "./simulate.ts";
import { statusCommand } from "./status.ts";
import { verifyCommand } from "./verify.ts";

/** All commands, in the order of the help. */
export const COMMANDS: readonly CommandDefinition[] = [
  initCommand,
  doctorCommand,
  parseCommand,
  estimateCommand,
  ingestCommand,
  retryFailedCommand,
  statusCommand,
  reportCommand,
  askCommand,
  searchCommand,
  showCommand,
  compareSpeakersCommand,
  listCommand,
  resolveCommand,
  mergeCommand,
  splitCommand,
  renameCommand,
  hideCommand,
  reviewCommand,
  serveCommand,
  mcpCommand,
  exportCommand,
  compareCommand,
  projectCommand,
  verifyCommand,
  simulateCommand,
  completionCommand,
];
