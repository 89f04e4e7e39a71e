import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { SHARED } from "./report.ts";

/** The size of the set for which targets are defined. */
export const DEFAULT_CHUNKS = 8834;

/**
 * A generated set of that many chunks of 2,000 characters (`transcripts/`, `needles.jsonl`, `scale.json`), made once
 * and kept in the system's temporary folder.
 * @throws Error when its generator is not next to the repository.
 */
export function scaleSet(chunks: number): string {
  const folder = path.join(os.tmpdir(), `colloquy-scale-${chunks}`);
  if (!existsSync(path.join(folder, "scale.json"))) {
    const generator = path.join(SHARED, "tools", "make_scale.py");
    execFileSync("python3", [generator, "--chunks", String(chunks), "--out", folder], { stdio: "inherit" });
  }
  return folder;
}
