import type { OptionKey } from "../config/index.ts";
import type { Invocation } from "./context.ts";
import type { StoredWorkspaceOptions } from "./library.ts";
import { STORE_OPTIONS, storeOptions } from "./store-options.ts";

/** A workspace and its stores: what a command needs that works with them and asks no model. */
export const STORED_WORKSPACE_OPTIONS = [
  "workspace",
  "dataDir",
  "outputDir",
  "logFile",
  ...STORE_OPTIONS,
] as const satisfies readonly OptionKey[];

/** The same of a call, for the library. */
export function storedWorkspaceOptions(invocation: Invocation): StoredWorkspaceOptions {
  const { workspace, dataDir, outputDir, logFile } = invocation.options;
  return {
    ...storeOptions(invocation),
    workspace,
    dataDir,
    outputDir,
    ...(logFile === undefined ? {} : { logFile }),
  };
}
