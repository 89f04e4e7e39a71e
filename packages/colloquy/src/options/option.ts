import type { z } from "zod";
import type { CommandName } from "./commands.ts";

/** Variables of the process, and of `.env` for the command line. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Everything that is known about an option. An option has one name everywhere: `--batch-size` as a flag,
 * `COLLOQUY_BATCH_SIZE` in the environment, `batch-size` in a file, `batchSize` in code. Flags, help, completion, the
 * checks of every source, and the file that `init` writes are made from this.
 */
export interface Option {
  readonly schema: z.ZodType;
  /** Completes "... must be" in messages. */
  readonly expected: string;
  /** Converts the text of a flag or a variable before the schema checks it. Default: the text. */
  readonly read?: (text: string) => unknown;
  /** Name of the value in the help; null for a switch. */
  readonly value: string | null;
  readonly help: string;
  /** The commands that have the flag. */
  readonly commands: readonly CommandName[];
  /** Without a default, the option is absent unless it is given. */
  readonly default?: unknown;
  /** The variable of other programs for the same option. The variable `COLLOQUY_...` has precedence. */
  readonly variable?: string;
  /** A path in a configuration file is relative to that file. */
  readonly isPath?: true;
  /** In the file that `init` writes: the comment before the option. Options without one continue a paragraph. */
  readonly comment?: string;
  /** In the same file: the shown value; null for an option that only makes sense for one call. Default: the default. */
  readonly example?: string | null;
}

/** `batchSize` -> `batch-size`. */
export function optionName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `batchSize` -> `COLLOQUY_BATCH_SIZE`. */
export function environmentName(key: string): string {
  return `COLLOQUY_${optionName(key).replaceAll("-", "_").toUpperCase()}`;
}
