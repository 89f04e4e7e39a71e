import { z } from "zod";
import { isGlob } from "./glob.ts";
import { workspaceName } from "./workspace-name.ts";

const folder = z.string().min(1);

/**
 * Every option that a configuration may hold. An option has one name everywhere: `--batch-size` as a flag,
 * `COLLOQUY_BATCH_SIZE` in the environment, `batch-size` in a file, `batchSize` in code.
 */
export const optionsSchema = z.strictObject({
  workspace: workspaceName,
  dataDir: folder,
  transcriptsDir: folder,
  include: z.array(z.string().refine(isGlob)).min(1),
  outputDir: folder,
  logFile: folder,
  batchSize: z.int().min(1).max(1000),
  maxConcurrent: z.union([z.literal("auto"), z.int().min(1).max(10_000)]),
  limit: z.int().min(1),
  force: z.boolean(),
  skipKg: z.boolean(),
  skipEmbeddings: z.boolean(),
  json: z.boolean(),
  quiet: z.boolean(),
  verbose: z.boolean(),
});

/** All options of this version, each with its value. */
export type Options = z.infer<typeof optionsSchema>;
export type OptionKey = keyof Options;

/** The options that have no default are absent until somebody gives them. */
export type ResolvedOptions = Readonly<
  Omit<Options, "transcriptsDir" | "include" | "logFile" | "limit"> &
    Partial<Pick<Options, "transcriptsDir" | "include" | "logFile" | "limit">>
>;

export const DEFAULTS: ResolvedOptions = {
  workspace: "default",
  dataDir: ".colloquy",
  outputDir: "metrics",
  batchSize: 10,
  maxConcurrent: "auto",
  force: false,
  skipKg: false,
  skipEmbeddings: false,
  json: false,
  quiet: false,
  verbose: false,
};

export const OPTION_KEYS = Object.keys(optionsSchema.shape) as OptionKey[];

/** Paths in a configuration file are relative to that file. */
export const PATH_KEYS: ReadonlySet<OptionKey> = new Set(["dataDir", "transcriptsDir", "outputDir", "logFile"]);

/** What each option expects, as a message says it. */
export const EXPECTATIONS: Readonly<Record<OptionKey, string>> = {
  workspace: "a name of letters, digits, - _ and . that does not start with a dot and has at most 64 characters",
  dataDir: "a folder",
  transcriptsDir: "a folder",
  include: "a glob with every bracket closed (`\\[` is the bracket itself), such as `**/*.vtt`",
  outputDir: "a folder",
  logFile: "a file",
  batchSize: "a whole number from 1 to 1000",
  maxConcurrent: 'a whole number of at least 1, or "auto"',
  limit: "a whole number of at least 1",
  force: "true or false",
  skipKg: "true or false",
  skipEmbeddings: "true or false",
  json: "true or false",
  quiet: "true or false",
  verbose: "true or false",
};

/** `batchSize` -> `batch-size`. */
export function optionName(key: OptionKey): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `batchSize` -> `COLLOQUY_BATCH_SIZE`. */
export function environmentName(key: OptionKey): string {
  return `COLLOQUY_${optionName(key).replaceAll("-", "_").toUpperCase()}`;
}
