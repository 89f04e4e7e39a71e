import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Every file and folder below one, with its bytes and when it was changed: two of them are equal when nothing happened. */
export function everythingIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .toSorted()
    .map((file) => {
      const path = join(folder, file);
      const status = statSync(path);
      const content = status.isDirectory() ? "folder" : createHash("sha256").update(readFileSync(path)).digest("hex");
      return `${file} ${status.mtimeMs} ${content}`;
    });
}
