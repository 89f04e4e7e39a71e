import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Lists all files and folders below a folder with hash and modification time. Equal lists show that nothing changed.
 */
export function everythingIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .toSorted()
    .map((file) => {
      const path = join(folder, file);
      const status = statSync(path);
      const bytes = status.isDirectory() ? "folder" : createHash("sha256").update(readFileSync(path)).digest("hex");
      return `${file} ${status.mtimeMs} ${bytes}`;
    });
}
