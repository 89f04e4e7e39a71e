import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { DEFAULT_OWNER } from "./model-name.ts";

/** The files that transformers.js needs of a model. The last one is the largest. */
export const NEEDED_FILES = ["config.json", "tokenizer.json", "tokenizer_config.json", "onnx/model_quantized.onnx"];

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of all local models: the given one, else the folder for caches of the operating system. */
export function modelsFolder(given: string | undefined, environment: Environment): string {
  return given === undefined ? join(cacheFolder(environment), "colloquy", "models") : resolve(given);
}

function cacheFolder({ XDG_CACHE_HOME: cache, LOCALAPPDATA: local }: Environment): string {
  if (cache !== undefined && cache !== "") return resolve(cache);
  if (process.platform === "win32" && local !== undefined && local !== "") return local;
  return join(homedir(), ...(process.platform === "darwin" ? ["Library", "Caches"] : [".cache"]));
}

/** Where the files of a model are put. */
export function folderOfModel(models: string, id: string): string {
  return join(models, ...id.split("/"));
}

/** The folder of a model that has all its files: `OWNER/NAME`, or for the default owner `NAME` alone; null if there is none. */
export function findModelFolder(models: string, id: string): string | null {
  const [owner, name = id] = id.split("/");
  const folders = [folderOfModel(models, id), ...(owner === DEFAULT_OWNER ? [join(models, name)] : [])];
  return folders.find((folder) => NEEDED_FILES.every((file) => existsSync(join(folder, file)))) ?? null;
}
