import { isMap, isNode, isScalar } from "yaml";
import { readYaml, type YamlText } from "../../files/index.ts";
import { ColloquyError } from "../../model/index.ts";

/** Keys and positions that lead to a value of the file. */
export type Path = readonly (string | number)[];

/** An ontology is a page of text, because it is in every prompt. */
const LARGEST_CHARACTERS = 200_000;

/** The text of an ontology as values with their lines. */
export class OntologyText {
  readonly value: unknown;
  readonly #name: string;
  readonly #yaml: YamlText;

  /** @throws ColloquyError `configuration` when it is no YAML, names a type twice, or is far too large. */
  constructor(text: string, name: string) {
    this.#name = name;
    if (text.length > LARGEST_CHARACTERS) {
      throw new ColloquyError("configuration", `${name} is far too large for an ontology; name another file.`);
    }
    this.#yaml = readYaml(text);
    const { fault, value } = this.#yaml;
    if (fault !== null) {
      const { start, end } = fault;
      const word = /^[\w-]+/.exec(text.slice(start, Math.max(end, start + 100)))?.[0] ?? "a key";
      throw this.#error(
        start,
        fault.code === "DUPLICATE_KEY" ? `names ${word} twice; keep one` : `is not valid YAML: ${fault.message}`,
      );
    }
    this.value = value;
  }

  /** An error about the value at a path, as one sentence with its line; `fault` continues "..., line 3, ". */
  fault(path: Path, fault: string): ColloquyError {
    return this.#error(this.#offsetOf(path), fault);
  }

  #error(offset: number, fault: string): ColloquyError {
    const stop = fault.endsWith("?") ? "" : ".";
    return new ColloquyError("configuration", `${this.#name}, line ${this.#yaml.lineOf(offset)}, ${fault}${stop}`);
  }

  /** The line of the key if the path ends with one; the line of the parent if the value is missing. */
  #offsetOf(path: Path): number {
    for (let length = path.length; length > 0; length -= 1) {
      const holder = this.#yaml.document?.getIn(path.slice(0, length - 1), true);
      const last = path[length - 1];
      const pair = isMap(holder) ? holder.items.find(({ key }) => isScalar(key) && key.value === last) : undefined;
      const node = pair === undefined ? this.#yaml.document?.getIn(path.slice(0, length), true) : pair.key;
      if (isNode(node) && node.range) return node.range[0];
    }
    return 0;
  }
}
