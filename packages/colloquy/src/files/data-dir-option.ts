import { resolve } from "node:path";
import { shellWord } from "../model/index.ts";

/** The part of a command that names the data folder, with a space before it; empty for the folder that commands take without it. */
export function dataDirOption(dataDir: string): string {
  return resolve(dataDir) === resolve(".colloquy") ? "" : ` --data-dir ${shellWord(dataDir)}`;
}
