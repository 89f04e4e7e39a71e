import type { OptionKey } from "../config/index.ts";
import type { Invocation } from "./context.ts";
import type { StoredWorkspaceOptions } from "./library.ts";
import { STORE_OPTIONS, storeOptions } from "./store-options.ts";

/** A workspace and its stores, for a command that calls no model. */
export const STORED_WORKSPACE_OPTIONS = [
  "workspace",
  "dataDir",
  "outputDir",
  "logFile",
  ...STORE_OPTIONS,
] as const satisfies readonly OptionKey[];

/** The workspace and the stores of a call, for the library. */
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
