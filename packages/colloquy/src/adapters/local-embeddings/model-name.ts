import { ColloquyError, printable } from "../../model/index.ts";

/** The model of `--embedding-model local`: 384 dimensions, 23 MB, Apache-2.0. */
const DEFAULT_ID = "Xenova/all-MiniLM-L6-v2";
/** Has the most models that are converted for transformers.js. A name or a folder without an owner is of this one. */
export const DEFAULT_OWNER = "Xenova";
/** The weights are of 8-bit integers: the file `onnx/model_quantized.onnx`. */
const WEIGHTS = "q8";

const ID = /^(?!\.+(?:\/|$))[\w.-]+\/(?!\.+$)[\w.-]+$/;

/**
 * The id, `OWNER/NAME` as on the hub, of a model that is named `local` or `local:NAME`; null for models of providers. A
 * name without an owner is of `Xenova`.
 * @throws ColloquyError `configuration` for a name that cannot be an id.
 */
export function localModelId(name: string): string | null {
  const [, given] = /^local(?:$|:(.*))/is.exec(name) ?? [null, null];
  if (given === null) return null;
  if (given === undefined) return DEFAULT_ID;
  const id = given.includes("/") ? given : `${DEFAULT_OWNER}/${given}`;
  if (ID.test(id)) return id;
  throw new ColloquyError(
    "configuration",
    `${printable(name)} is no name of a local model: write local, or local:NAME with the name of a model on the hub, as in local:Xenova/bge-small-en-v1.5.`,
  );
}

/** Names everything that shapes the vectors: pooling, prefixes and longest text follow from the model. */
export function localProfile(id: string): string {
  return `local:${id}@${WEIGHTS}`;
}

/** The id of the model with a profile; null if another kind of model has it. */
export function localModelOfProfile(profile: string): string | null {
  const [, id] = /^local:(.+)@q8$/.exec(profile) ?? [];
  return id !== undefined && ID.test(id) ? id : null;
}
