import { checkSimulation, type SimulationOptions } from "@colloquy/simulated-provider";
import { readYaml } from "../files/index.ts";
import { ColloquyError } from "../model/index.ts";

/**
 * Reads a script: YAML or JSON with the options of a simulation, their names as on a command line (`limit-changes`) or
 * as in code (`limitChanges`). `name` is what messages call it. The options are checked, not yet filled in.
 * @throws ColloquyError `configuration` that says what is wrong with the text; SimulationError for its options.
 */
export function readScript(text: string, name: string): SimulationOptions {
  const written = parsed(text, name);
  // Whoever gives a script means something to happen: an empty one was saved half written, or is the wrong file.
  if (written === null || written === undefined)
    throw new ColloquyError("configuration", `${name} says nothing: write an option into it, or start without it.`);
  const read = inCode(written);
  checkSimulation(read, name);
  return read as SimulationOptions;
}

function parsed(text: string, name: string): unknown {
  const { value, fault, lineOf } = readYaml(text);
  if (fault === null) return value;
  const where = fault.code === null ? "" : `, line ${lineOf(fault.start)}`;
  throw new ColloquyError("configuration", `${name} is neither YAML nor JSON${where}: ${fault.message}. Correct it.`);
}

/** Every name as the code has it. */
function inCode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCode);
  if (typeof value !== "object" || value === null) return value;
  const camel = (key: string): string => key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [camel(key), inCode(each)]));
}
