import { type OptionKey, optionName, type Options } from "../config/index.ts";
import { shellWord } from "../model/index.ts";

/** Options that stood on the command line, as they are written there, each behind a space; those of `keys` alone. */
export function givenFlags(given: Partial<Options>, keys: readonly OptionKey[]): string {
  return keys.flatMap((key) => flagsOf(key, given[key])).join("");
}

function flagsOf(key: OptionKey, value: Options[OptionKey] | undefined): readonly string[] {
  if (value === undefined || value === false) return [];
  const flag = ` --${optionName(key)}`;
  if (value === true) return [flag];
  return [value].flat().map((each) => `${flag} ${shellWord(String(each))}`);
}
