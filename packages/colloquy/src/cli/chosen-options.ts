import type { OptionKey, Options } from "../config/index.ts";
import type { Invocation } from "./context.ts";

/** The parts of a call that hold its options. */
export type Configured = Pick<Invocation, "options" | "configuration">;

/** An option without a value has no key. */
type GivenOptions<Key extends OptionKey> = { readonly [Name in Key]?: Options[Name] };

/** The options of a call with these keys, and the environment, for the library. Options without a value have no key. */
export function chosenOptions<Key extends OptionKey>({ options, configuration }: Configured, keys: readonly Key[]) {
  const entries = keys.map((key) => [key, options[key]] as const).filter(([, value]) => value !== undefined);
  return { ...(Object.fromEntries(entries) as GivenOptions<Key>), environment: configuration.environment };
}
