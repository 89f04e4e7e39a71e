import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ResolvedOptions } from "../../config/index.ts";
import { describeFailure } from "../failure.ts";
import { loadLibrary } from "../library.ts";
import type { Finding } from "./finding.ts";

/** Whether the ledger and the stores of the workspace can be read. Only opens them for reading, as `status` does. */
export async function checkWorkspace(
  { workspace: name, dataDir }: Pick<ResolvedOptions, "workspace" | "dataDir">,
  cwd: string,
): Promise<Finding> {
  const folder = resolve(cwd, dataDir);
  if (!existsSync(join(folder, name)))
    return { name: "workspace", state: "note", message: `there is no ${name} yet; \`ingest\` makes it.` };
  try {
    const { transcripts, passages } = await readThrough(name, folder);
    return { name: "workspace", state: "ok", message: `${name}, transcripts: ${transcripts}, passages: ${passages}` };
  } catch (error) {
    return { name: "workspace", state: "fault", message: describeFailure(error).sentence };
  }
}

/** Reads the state from the ledger, and a row of each store. */
async function readThrough(name: string, dataDir: string): Promise<{ transcripts: number; passages: number }> {
  const { open } = await loadLibrary();
  await using workspace = await open(name, { dataDir });
  const { transcripts, chunks } = await workspace.status();
  await workspace.entities({ limit: 1 });
  for await (const _vector of workspace.rows("vector")) break;
  return { transcripts: transcripts.parsed, passages: chunks.total };
}
