import { checkSimulation, type SimulationOptions } from "@colloquy/simulated-provider";
import { readYaml } from "../files/index.ts";
import { ColloquyError } from "../model/index.ts";

/**
 * Reads a script: YAML or JSON with the options of a simulation. Names are written as on the command line (`limit-changes`)
 * or as in code (`limitChanges`). `name` is its name in messages. The options are checked; defaults are not filled in.
 * @throws ColloquyError `configuration` for a text that cannot be parsed or is empty; SimulationError for a wrong option.
 */
export function readScript(text: string, name: string): SimulationOptions {
  const written = parsed(text, name);
  // An empty script is a mistake: an incomplete file, or the wrong file.
  if (written === null || written === undefined)
    throw new ColloquyError("configuration", `${name} is empty: write an option into it, or leave out --script.`);
  const read = withCodeNames(written);
  checkSimulation(read, name);
  return read as SimulationOptions;
}

function parsed(text: string, name: string): unknown {
  const { value, fault, lineOf } = readYaml(text);
  if (fault === null) return value;
  const where = fault.code === null ? "" : `, line ${lineOf(fault.start)}`;
  throw new ColloquyError("configuration", `${name} is neither YAML nor JSON${where}: ${fault.message}. Correct it.`);
}

/** Converts all keys to their names in code. */
function withCodeNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withCodeNames);
  if (typeof value !== "object" || value === null) return value;
  const camel = (key: string): string => key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [camel(key), withCodeNames(each)]));
}
