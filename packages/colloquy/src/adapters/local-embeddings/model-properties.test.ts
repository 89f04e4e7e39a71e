import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readModelProperties } from "./model-properties.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-model-"));
  write("config.json", { hidden_size: 384, max_position_embeddings: 514 });
  write("tokenizer_config.json", { model_max_length: 512 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, content: unknown): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
}

describe("the properties of a model", () => {
  it("are those of its files: the smallest limit is the longest text", () => {
    const properties = { dimensions: 384, pooling: "mean", prefixes: { query: "", passage: "" } };
    expect(readModelProperties(folder, "a/b")).toEqual({ ...properties, maxTokens: 512 });
    write("sentence_bert_config.json", { max_seq_length: 256 });
    expect(readModelProperties(folder, "a/b")).toEqual({ ...properties, maxTokens: 256 });
  });

  it("bound the longest text of a model that states none, or a very long one", () => {
    write("config.json", { dim: 8 });
    write("tokenizer_config.json", {});
    expect(readModelProperties(folder, "a/b")).toMatchObject({ dimensions: 8, maxTokens: 512 });
    write("tokenizer_config.json", { model_max_length: 1e30 });
    expect(readModelProperties(folder, "a/b").maxTokens).toBe(2_048);
  });

  it("declare pooling and prefixes, which override what is known of the family", () => {
    const query = "Represent this sentence for searching relevant passages: ";
    expect(readModelProperties(folder, "Xenova/bge-small-en-v1.5")).toMatchObject({
      pooling: "first",
      prefixes: { query, passage: "" },
    });
    expect(readModelProperties(folder, "Xenova/bge-m3")).toMatchObject({ pooling: "first", prefixes: { query: "" } });
    expect(readModelProperties(folder, "Xenova/multilingual-e5-small")).toMatchObject({
      pooling: "mean",
      prefixes: { query: "query: ", passage: "passage: " },
    });
    write("1_Pooling/config.json", { pooling_mode_cls_token: false, pooling_mode_mean_tokens: true });
    write("config_sentence_transformers.json", { prompts: { query: "Q: ", document: "D: " } });
    expect(readModelProperties(folder, "Xenova/bge-small-en-v1.5")).toMatchObject({
      pooling: "mean",
      prefixes: { query: "Q: ", passage: "D: " },
    });
  });

  it("are refused in one sentence when a file cannot be used", () => {
    const refusal = (): string => {
      try {
        readModelProperties(folder, "a/b");
      } catch (error) {
        return (error as Error).message.replaceAll(folder, "FOLDER");
      }
      return "";
    };
    const rest = "remove the model's folder so that it is fetched again, or name another model.";
    write("1_Pooling/config.json", { pooling_mode_lasttoken: true });
    expect(refusal()).toBe(
      `FOLDER/1_Pooling/config.json of the local model cannot be used (only models with the pooling of mean or first tokens can be used): ${rest}`,
    );
    write("config.json", {});
    expect(refusal()).toBe(
      `FOLDER/config.json of the local model cannot be used (it states no \`hidden_size\`): ${rest}`,
    );
    write("config.json", "{");
    expect(refusal()).toMatch(/^FOLDER\/config\.json of the local model cannot be used \(.*JSON.*\): remove/);
  });
});
