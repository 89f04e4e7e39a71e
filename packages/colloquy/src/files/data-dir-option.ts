import { resolve } from "node:path";
import { shellWord } from "../model/index.ts";

/** The option of a command that names the data folder, with a space before it; empty for the default folder. */
export function dataDirOption(dataDir: string): string {
  return resolve(dataDir) === resolve(".colloquy") ? "" : ` --data-dir ${shellWord(dataDir)}`;
}
