import type { Configuration, Environment, Options, ResolvedOptions } from "../config/index.ts";
import type { Interruption } from "./interruption.ts";
import type { Output } from "./output.ts";

/** The process around a command. */
export interface Context {
  /** Results go here. */
  readonly output: Output;
  /** All else goes here. */
  readonly messages: Output;
  readonly environment: Environment;
  readonly cwd: string;
  readonly interruption: Interruption;
}

/** A command as it was called. */
export interface Invocation extends Context {
  readonly options: ResolvedOptions;
  /** Those of them that were given on the command line. */
  readonly flags: Partial<Options>;
  readonly configuration: Configuration;
  /** Positional arguments. */
  readonly words: readonly string[];
  /** Options of this command alone, by their names in code; absent unless given. */
  readonly own: Readonly<Record<string, unknown>>;
}
