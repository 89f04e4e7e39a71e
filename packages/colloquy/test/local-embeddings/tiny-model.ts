import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const TINY_DIMENSIONS = 16;
/** The longest text of the model, in tokens. */
export const TINY_TOKENS = 8;

/** The last token of each text. */
const END = "[END]";
/** Words that the model knows. It ignores all others. */
const WORDS =
  "query passage the committee asked for a smaller budget sleep deprivation reduces attention and what we need word walking shoes library";

/**
 * Writes the files of a model into a folder: a real ONNX model whose state of a token is a row of a table. So its vectors
 * match words, and everything around it can be tested without the 23 MB of a model that knows meanings. As models of 8 bits
 * do, it rounds the states to 256 values between the smallest and the largest state of a call.
 */
export function writeTinyModel(folder: string, files: Readonly<Record<string, object>> = {}): void {
  const words = WORDS.split(" ");
  const vocabulary = Object.fromEntries(["[UNK]", END, ...words].map((word, id) => [word, id]));
  const written: Record<string, object> = {
    "config.json": { model_type: "bert", hidden_size: TINY_DIMENSIONS, max_position_embeddings: TINY_TOKENS },
    "tokenizer_config.json": {
      tokenizer_class: "PreTrainedTokenizer",
      unk_token: "[UNK]",
      sep_token: END,
      model_max_length: 1e30,
    },
    "tokenizer.json": {
      version: "1.0",
      added_tokens: [{ id: 1, content: END, special: true }],
      normalizer: { type: "Lowercase" },
      pre_tokenizer: { type: "Whitespace" },
      post_processor: {
        type: "TemplateProcessing",
        single: [{ Sequence: { id: "A", type_id: 0 } }, { SpecialToken: { id: END, type_id: 0 } }],
        pair: [],
        special_tokens: { [END]: { id: END, ids: [1], tokens: [END] } },
      },
      decoder: null,
      model: { type: "WordLevel", vocab: vocabulary, unk_token: "[UNK]" },
    },
    ...files,
  };
  for (const [name, content] of Object.entries(written)) write(join(folder, name), JSON.stringify(content));
  write(join(folder, "onnx", "model_quantized.onnx"), lookUpModel(words));
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Looks states up, and rounds them: in the format of ONNX, which is protocol buffers of onnx.proto3. */
function lookUpModel(words: readonly string[]): Uint8Array {
  const rows = [new Float32Array(TINY_DIMENSIONS), ...[END, ...words].map(rowOf)];
  const table = Buffer.concat(rows.map(({ buffer }) => Buffer.from(buffer)));
  const shape = ["batch", "sequence", TINY_DIMENSIONS];
  const graph = message(
    [1, node("Gather", ["table", "input_ids"], ["states"])],
    [1, node("DynamicQuantizeLinear", ["states"], ["rounded", "scale", "zero"])],
    [1, node("DequantizeLinear", ["rounded", "scale", "zero"], ["last_hidden_state"])],
    [2, "tiny"],
    [5, message([1, rows.length], [1, TINY_DIMENSIONS], [2, FLOAT], [8, "table"], [9, table])],
    [11, value("input_ids", INT64, ["batch", "sequence"])],
    [12, value("last_hidden_state", FLOAT, shape)],
  );
  return message([1, 8], [7, graph], [8, message([1, ""], [2, 13])]);
}

function node(operator: string, inputs: readonly string[], outputs: readonly string[]): Buffer {
  const named = (field: number, names: readonly string[]) => names.map((name) => [field, name] as const);
  return message(...named(1, inputs), ...named(2, outputs), [4, operator]);
}

/** Values from -1 to 1 that depend on the word alone. */
function rowOf(word: string): Float32Array {
  const hash = createHash("sha512").update(word).digest();
  return Float32Array.from({ length: TINY_DIMENSIONS }, (_, at) => hash.readInt16LE(2 * at) / 32_768);
}

const FLOAT = 1;
const INT64 = 7;

function value(name: string, type: number, shape: readonly (string | number)[]): Buffer {
  const dimensions = shape.map((size) => [1, message([typeof size === "number" ? 1 : 2, size])] as const);
  return message([1, name], [2, message([1, message([1, type], [2, message(...dimensions)])])]);
}

/** A message of protocol buffers: numbers are varints, all else has its length before it. */
function message(...fields: readonly (readonly [number: number, value: number | string | Uint8Array])[]): Buffer {
  return Buffer.concat(
    fields.flatMap(([number, content]) => {
      if (typeof content === "number") return [varint(number << 3), varint(content)];
      const bytes = Buffer.from(content);
      return [varint((number << 3) | 2), varint(bytes.length), bytes];
    }),
  );
}

function varint(number: number): Buffer {
  const bytes: number[] = [];
  for (let rest = number; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest < 128 ? rest : (rest % 128) | 128);
    if (rest < 128) return Buffer.from(bytes);
  }
}
