import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ColloquyError, describeSystemError, systemErrorCode } from "../../model/index.ts";

/** How the states of the tokens of a text become one vector: their mean, or the state of the first token. */
export type Pooling = "mean" | "first";

/** What a model's own files say about its use. */
export interface ModelProperties {
  readonly dimensions: number;
  /** The longest text in tokens. The rest of a longer text has no effect. */
  readonly maxTokens: number;
  readonly pooling: Pooling;
  /** Words that precede a query, and a text that is searched. */
  readonly prefixes: { readonly query: string; readonly passage: string };
}

/** Files of the library sentence-transformers. Models that are converted for transformers.js often lack them. */
export const OPTIONAL_FILES = [
  "1_Pooling/config.json",
  "sentence_bert_config.json",
  "config_sentence_transformers.json",
];

/** Memory grows with the square of the length. A chunk has at most 2,600 characters, which is rarely more than this. */
const MOST_TOKENS = 2_048;
const USUAL_TOKENS = 512;

const count = z.number().min(1);
const CONFIG = z.object({
  hidden_size: count.optional(),
  dim: count.optional(),
  d_model: count.optional(),
  max_position_embeddings: count.optional(),
});
const TOKENIZER = z.object({ model_max_length: count.optional() });
const SENTENCES = z.object({ max_seq_length: count.nullish() });
const POOLING = z.object({
  pooling_mode_mean_tokens: z.boolean().default(false),
  pooling_mode_cls_token: z.boolean().default(false),
});
const PROMPTS = z.object({ prompts: z.record(z.string(), z.string()).default({}) });

type Use = Pick<ModelProperties, "pooling" | "prefixes">;

/** Families whose converted models lack the files that declare this. */
const FAMILIES: readonly ({ readonly names: RegExp } & Use)[] = [
  { names: /\be5-/i, pooling: "mean", prefixes: { query: "query: ", passage: "passage: " } },
  {
    names: /\bbge-.*-en\b/i,
    pooling: "first",
    prefixes: { query: "Represent this sentence for searching relevant passages: ", passage: "" },
  },
  { names: /\bbge-/i, pooling: "first", prefixes: { query: "", passage: "" } },
];
const NO_FAMILY: Use = { pooling: "mean", prefixes: { query: "", passage: "" } };

/**
 * Reads the properties of a model from its folder: `1_Pooling/config.json` and `config_sentence_transformers.json` if it has
 * them, else what is known of its family, else mean pooling without prefixes.
 * @throws ColloquyError `configuration` if a file cannot be used.
 */
export function readModelProperties(folder: string, id: string): ModelProperties {
  const config = read(folder, "config.json", CONFIG) ?? {};
  const dimensions = config.hidden_size ?? config.dim ?? config.d_model;
  if (dimensions === undefined) throw unusable(join(folder, "config.json"), "it states no `hidden_size`");
  const limits = [
    read(folder, "sentence_bert_config.json", SENTENCES)?.max_seq_length,
    read(folder, "tokenizer_config.json", TOKENIZER)?.model_max_length,
    config.max_position_embeddings,
  ].filter((limit) => limit !== undefined && limit !== null);
  const family = FAMILIES.find(({ names }) => names.test(id)) ?? NO_FAMILY;
  const maxTokens = limits.length === 0 ? USUAL_TOKENS : Math.min(...limits, MOST_TOKENS);
  return {
    dimensions,
    maxTokens,
    pooling: readPooling(folder) ?? family.pooling,
    prefixes: readPrefixes(folder, family),
  };
}

function readPooling(folder: string): Pooling | null {
  const file = "1_Pooling/config.json";
  const declared = read(folder, file, POOLING);
  if (declared === null) return null;
  if (declared.pooling_mode_mean_tokens) return "mean";
  if (declared.pooling_mode_cls_token) return "first";
  throw unusable(join(folder, file), "only models with the pooling of mean or first tokens can be used");
}

function readPrefixes(folder: string, { prefixes }: Use): ModelProperties["prefixes"] {
  const { prompts } = read(folder, "config_sentence_transformers.json", PROMPTS) ?? { prompts: {} };
  const passage = prompts["passage"] ?? prompts["document"];
  if (prompts["query"] === undefined && passage === undefined) return prefixes;
  return { query: prompts["query"] ?? "", passage: passage ?? "" };
}

/** Null if there is no such file. */
function read<Schema extends z.ZodType>(folder: string, file: string, schema: Schema): z.output<Schema> | null {
  const path = join(folder, file);
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return null;
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    throw unusable(
      path,
      issue === undefined ? describeSystemError(error) : `${issue.path.join(".")}: ${issue.message}`,
    );
  }
}

function unusable(path: string, reason: string): ColloquyError {
  return new ColloquyError(
    "configuration",
    `${path} of the local model cannot be used (${reason}): remove the model's folder so that it is fetched again, or name another model.`,
  );
}
