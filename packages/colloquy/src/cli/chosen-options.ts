import type { OptionKey, Options } from "../config/index.ts";
import type { Invocation } from "./context.ts";

/** A call as far as its options come from. */
export type Configured = Pick<Invocation, "options" | "configuration">;

/** An absent option is absent, never undefined. */
type GivenOptions<Key extends OptionKey> = { readonly [Name in Key]?: Options[Name] };

/** The options of a call by their keys, and the environment, for a function of the library: what nobody gave is absent. */
export function chosenOptions<Key extends OptionKey>({ options, configuration }: Configured, keys: readonly Key[]) {
  const entries = keys.map((key) => [key, options[key]] as const).filter(([, value]) => value !== undefined);
  return { ...(Object.fromEntries(entries) as GivenOptions<Key>), environment: configuration.environment };
}
