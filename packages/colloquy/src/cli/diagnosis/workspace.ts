import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Configuration } from "../../config/index.ts";
import { describeFailure } from "../failure.ts";
import { loadLibrary, type OpenOptions } from "../library.ts";
import { libraryOptions, STORE_KEYS } from "../library-options.ts";
import type { Finding } from "./finding.ts";

/**
 * Checks that the ledger and the stores of the workspace can be read and agree. Opens them for reading, as `status` and
 * `show` do. With `ledgerAlone` the stores are not read, because a server cannot be reached.
 */
export async function checkWorkspace(
  configuration: Configuration,
  ledgerAlone: boolean,
  cwd: string,
): Promise<readonly Finding[]> {
  const { workspace, dataDir } = configuration.options;
  const folder = resolve(cwd, dataDir);
  if (!existsSync(join(folder, workspace)))
    return [{ name: "workspace", state: "note", message: `${workspace} does not exist yet; \`ingest\` makes it.` }];
  const remarks: string[] = [];
  const options: OpenOptions = {
    ...libraryOptions({ options: configuration.options, configuration }, STORE_KEYS),
    dataDir: folder,
    onNotice: (sentence) => remarks.push(sentence),
  };
  try {
    const contents = await readContents(workspace, options, ledgerAlone);
    return [
      { name: "workspace", state: "ok", message: `${workspace}, ${contents}` },
      ...remarks.map((message): Finding => ({ name: "workspace", state: "note", message })),
    ];
  } catch (error) {
    return [{ name: "workspace", state: "fault", message: describeFailure(error).sentence }];
  }
}

/** Reads the status from the ledger, and one row of each store. */
async function readContents(name: string, options: OpenOptions, ledgerAlone: boolean): Promise<string> {
  const { open } = await loadLibrary();
  await using workspace = await open(name, options);
  const { transcripts, chunks } = await workspace.status();
  if (!ledgerAlone) {
    await workspace.entities({ limit: 1 });
    for await (const _vector of workspace.rows("vector")) break;
  }
  return `transcripts: ${transcripts.parsed}, chunks: ${chunks.total}`;
}
