import { basename, dirname } from "node:path";
import { ColloquyError } from "../../model/index.ts";
import { serveInPool } from "../../threads/index.ts";
import type { ModelProperties } from "./model-properties.ts";
import { poolStates } from "./pool-states.ts";

/** A model in a folder, as its thread loads it. */
export interface LocalModel extends Pick<ModelProperties, "dimensions" | "maxTokens" | "pooling"> {
  readonly folder: string;
}

/** Runs models on a thread of its own, because ONNX Runtime blocks its thread. */
export interface InferenceThread {
  /** One vector for each text, in order. Loads the model first, unless it is the last one that was used. */
  embed(model: LocalModel, texts: readonly string[]): Promise<readonly Float32Array[]>;
}

interface Loaded extends AsyncDisposable {
  readonly folder: string;
  vector(text: string): Promise<Float32Array>;
}

/** The token-wise outputs of embedding models have one of these names. */
const STATES = ["last_hidden_state", "token_embeddings"];

let loaded: Promise<Loaded> | null = null;

serveInPool({
  async embed(model, texts) {
    const { vector } = await take(model);
    const vectors: Float32Array[] = [];
    for (const text of texts) vectors.push(await vector(text));
    return vectors;
  },
  [Symbol.asyncDispose]: release,
} satisfies InferenceThread & AsyncDisposable);

async function take(model: LocalModel): Promise<Loaded> {
  if (loaded !== null && (await loaded).folder === model.folder) return loaded;
  await release();
  loaded = load(model);
  try {
    return await loaded;
  } catch (error) {
    loaded = null;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ColloquyError(
      "provider",
      `The local model in ${model.folder} cannot be loaded (${reason}): remove this folder so that it is fetched again, or name another model.`,
      { cause: error },
    );
  }
}

async function release(): Promise<void> {
  const released = loaded;
  loaded = null;
  await (await released)?.[Symbol.asyncDispose]();
}

/**
 * A text is run alone. In a batch, weights of 8 bits make its vector depend on the other texts, because the values between
 * layers are scaled by the largest value of the batch. One thread of ONNX Runtime wastes no time on waiting for others.
 */
async function load({ folder, dimensions, maxTokens, pooling }: LocalModel): Promise<Loaded> {
  const { AutoModel, AutoTokenizer, env, LogLevel, Tensor } = await import("@huggingface/transformers");
  Object.assign(env, {
    localModelPath: dirname(folder),
    allowRemoteModels: false,
    useFSCache: false,
    logLevel: LogLevel.ERROR,
  });
  const name = basename(folder);
  const tokenizer = await AutoTokenizer.from_pretrained(name);
  const model = await AutoModel.from_pretrained(name, {
    dtype: "q8",
    device: "cpu",
    session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
  });
  const ends = new Set(tokenizer.all_special_ids.map(BigInt));
  return {
    folder,
    async vector(text) {
      const whole = Object.entries(tokenizer([text]) as Readonly<Record<string, { readonly data: BigInt64Array }>>);
      const isEnded = ends.has(whole.find(([key]) => key === "input_ids")?.[1].data.at(-1) ?? -1n);
      const input = whole.map(([key, { data }]) => {
        const cut = cutTokens(data, maxTokens, isEnded);
        return [key, new Tensor("int64", cut, [1, cut.length])] as const;
      });
      const output = (await model(Object.fromEntries(input))) as Readonly<
        Record<string, { readonly data: unknown } | undefined>
      >;
      const states = STATES.map((each) => output[each]?.data).find((data) => data instanceof Float32Array);
      if (states === undefined) throw new Error(`it gives ${Object.keys(output).join(", ")} and no states of tokens`);
      return poolStates(states, dimensions, pooling);
    },
    async [Symbol.asyncDispose]() {
      await model.dispose();
    },
  };
}

/** The first tokens of a text. The tokenizer's own way of cutting loses the last token, which ends a text. */
function cutTokens(tokens: BigInt64Array, most: number, isEnded: boolean): BigInt64Array {
  if (tokens.length <= most) return tokens;
  const cut = tokens.slice(0, most);
  if (isEnded) cut.set(tokens.subarray(-1), most - 1);
  return cut;
}
