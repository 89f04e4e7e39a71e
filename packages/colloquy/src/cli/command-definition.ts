import type { Command, Option } from "commander";
import type { OptionKey } from "../config/index.ts";
import type { Context, Invocation } from "./context.ts";

/** A command that needs its configuration, or one that works without (it may be what is broken). */
export type CommandDefinition = {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** `<words...>`; none when absent. */
  readonly arguments?: string;
  readonly argumentsHelp?: string;
  /** The option that the only argument is a short way to give. */
  readonly argumentOption?: OptionKey;
  /** What the first argument may be; shown in the help and completed. The command refuses others itself. */
  readonly argumentChoices?: readonly string[];
  readonly description: string;
  /** Options that a configuration may hold too. */
  readonly configured: readonly OptionKey[];
  /** Options of this command alone. */
  readonly own?: readonly Option[];
  /** False for a command that no configuration can concern. */
  readonly takesConfigurationFile?: false;
  /** Lines for the help, each a call that works. */
  readonly examples: readonly string[];
} & (
  | { readonly needsConfiguration: true; run(invocation: Invocation): Promise<number> }
  | { readonly needsConfiguration: false; run(call: RawCall): Promise<number> }
);

/** A call whose configuration was not read yet. */
export interface RawCall extends Context {
  readonly flags: Partial<Invocation["options"]>;
  readonly configurationFile: string | undefined;
  /** All commands and their options. */
  readonly program: Command;
  /** Positional arguments. */
  readonly words: readonly string[];
  readonly own: Invocation["own"];
}
