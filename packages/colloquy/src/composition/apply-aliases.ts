import { readRegularFile, readYaml, textOf } from "../files/index.ts";
import { ColloquyError, describeSystemError, systemErrorCode } from "../model/index.ts";
import type { Ledger } from "../ports/index.ts";
import { correctionsByKey, parseCorrections } from "../resolution/index.ts";
import type { WorkspaceFolder } from "./workspace-folder.ts";

/** The largest size of an aliases file, in bytes. */
const LARGEST_ALIASES = 10_000_000;

/**
 * Gives the corrections of a workspace's `aliases.yaml` to its ledger. Without the file there are none.
 * @throws ColloquyError `configuration` for a file that cannot be read, or that has entries that cannot be used.
 */
export async function applyAliases({ aliases }: WorkspaceFolder, ledger: Pick<Ledger, "correct">): Promise<void> {
  const { value, fault, lineOf } = readYaml(readAliases(aliases));
  if (fault !== null)
    throw new ColloquyError(
      "configuration",
      `${aliases}: line ${lineOf(fault.start)}: ${fault.message}. Correct the file, or remove it.`,
    );
  await ledger.correct(correctionsByKey(parseCorrections(value, aliases)));
}

/** The text of the file; empty without a file. */
export function readAliases(path: string): string {
  try {
    const limits = { largest: LARGEST_ALIASES, tooLarge: () => "it is larger than ten megabytes" };
    return textOf(readRegularFile(path, limits));
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return "";
    throw new ColloquyError("configuration", `${path} cannot be read (${describeSystemError(error)}).`, {
      cause: error,
    });
  }
}
