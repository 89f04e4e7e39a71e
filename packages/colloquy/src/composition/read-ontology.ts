import { parseOntology } from "../extraction/index.ts";
import { readRegularFile, textOf } from "../files/index.ts";
import { ColloquyError, describeSystemError, type Ontology } from "../model/index.ts";

/** The largest size of an ontology file, in bytes. The parser has a lower limit, in characters of the prompt. */
const LARGEST_ONTOLOGY = 1_000_000;

/** @throws ColloquyError `configuration` for a file that cannot be read or is no ontology. */
export function readOntology(path: string): Ontology {
  let text: string;
  try {
    const limits = { largest: LARGEST_ONTOLOGY, tooLarge: () => "it is larger than a megabyte" };
    text = textOf(readRegularFile(path, limits));
  } catch (error) {
    throw new ColloquyError(
      "configuration",
      `The ontology ${path} cannot be read (${describeSystemError(error)}); name a YAML file with --ontology.`,
      { cause: error },
    );
  }
  return parseOntology(text, path);
}
