import type { Command, Option } from "commander";
import type { OptionKey } from "../config/index.ts";
import type { Context, Invocation } from "./context.ts";

/** A command. `needsConfiguration` is false if it also works with a missing or broken configuration. */
export type CommandDefinition = {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** For example `<words...>`; absent if there are none. */
  readonly arguments?: string;
  readonly argumentsHelp?: string;
  /** The option that the only argument sets. */
  readonly argumentOption?: OptionKey;
  /** Values of the first argument, for help and completion. The command itself refuses other values. */
  readonly argumentChoices?: readonly string[];
  readonly description: string;
  /** Options of this command alone. `OPTIONS` says which others it has. */
  readonly own?: readonly Option[];
  /** False if the command never reads a configuration. */
  readonly takesConfigurationFile?: false;
  /** Lines for the help. Each is a complete call. */
  readonly examples: readonly string[];
} & (
  | { readonly needsConfiguration: true; run(invocation: Invocation): Promise<number> }
  | { readonly needsConfiguration: false; run(call: RawCall): Promise<number> }
);

/** A call before its configuration is read. */
export interface RawCall extends Context {
  readonly flags: Partial<Invocation["options"]>;
  readonly configurationFile: string | undefined;
  /** All commands and their options. */
  readonly program: Command;
  /** Positional arguments. */
  readonly words: readonly string[];
  readonly own: Invocation["own"];
}
