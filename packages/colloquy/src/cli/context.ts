import type { Configuration, Options, ResolvedOptions } from "../config/index.ts";
import type { Environment } from "../options/index.ts";
import type { Interruption } from "./interruption.ts";
import type { Output } from "./output.ts";

/** The process around a command. */
export interface Context {
  /** Results go here. */
  readonly output: Output;
  /** Messages for the user go here. */
  readonly messages: Output;
  /** Answers of the user come from here; absent: the user cannot be asked. */
  readonly input?: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly environment: Environment;
  readonly cwd: string;
  readonly interruption: Interruption;
}

/** A call of a command, with its configuration. */
export interface Invocation extends Context {
  readonly options: ResolvedOptions;
  /** Options from the command line only. */
  readonly flags: Partial<Options>;
  readonly configuration: Configuration;
  /** Positional arguments. */
  readonly words: readonly string[];
  /** Options of this command only, by their names in code. Options without a value have no key. */
  readonly own: Readonly<Record<string, unknown>>;
}
