import type { OptionKey, Options } from "../config/index.ts";
import { shellWord } from "../model/index.ts";
import { optionName } from "../options/index.ts";

/** The given options with these keys, as flags for a command line. Each flag has a space before it. */
export function givenFlags(given: Partial<Options>, keys: readonly OptionKey[]): string {
  return keys.flatMap((key) => flagsOf(key, given[key])).join("");
}

function flagsOf(key: OptionKey, value: Options[OptionKey] | undefined): readonly string[] {
  if (value === undefined || value === false) return [];
  const flag = ` --${optionName(key)}`;
  if (value === true) return [flag];
  return [value].flat().map((each) => `${flag} ${shellWord(String(each))}`);
}
