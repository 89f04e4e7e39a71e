import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  createModelExtractor,
  DEFAULT_ONTOLOGY,
  type IngestOptions,
  type IngestResult,
  ingest,
} from "../packages/colloquy/src/index.ts";
import type { ChatModel, ChatRequest } from "../packages/colloquy/src/index.ts";
import { usageOf } from "./gold-judge.ts";
import { SHARED } from "./report.ts";

/** The items of a reply about one chunk. */
export interface ReplyItems {
  readonly entities: readonly {
    readonly name: string;
    readonly type: string;
    readonly evidence: string;
    readonly confidence: number;
  }[];
  readonly relations: readonly { readonly source: string; readonly target: string }[];
  readonly quotes: readonly { readonly about: readonly string[] }[];
}

/** A careful reader's reply about one chunk. `chunk`: the lines of the chunk in the prompt. */
export interface RecordedReply extends ReplyItems {
  readonly chunk: string;
}

/** The meetings with recorded replies. */
export const REPLAYED_FILES = [
  "committee_education_19.txt",
  "product_ES2008b.txt",
  "product_ES2008d.txt",
  "product_IS1000b.txt",
  "product_IS1000d.txt",
];

/** The recorded replies of ../shared/data/replies. @throws Error if the file is missing. */
export function readReplies(): readonly RecordedReply[] {
  const file = path.join(SHARED, "data", "replies", "qmsum.jsonl");
  if (!existsSync(file))
    throw new Error(`${file} is missing: this program needs the shared data next to the repository.`);
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as RecordedReply);
}

/** A model that replies to each chunk of a prompt with its recorded reply. @throws Error for a chunk without one. */
export function replayingModel(replies: readonly RecordedReply[]): ChatModel {
  const byChunk = new Map(replies.map((reply) => [reply.chunk, reply]));
  return {
    profile: "replay",
    contextTokens: null,
    ping: () => Promise.resolve(usageOf(0, 0)),
    complete: ({ system, messages }: ChatRequest) => {
      const prompt = messages.at(-1)?.text ?? "";
      const chunks = [...blocksOf(prompt)].map(([label, chunk]) => {
        const reply = byChunk.get(chunk);
        if (reply === undefined) throw new Error(`No recorded reply for the chunk:\n${chunk}`);
        const { entities, relations, quotes } = reply;
        return { label, entities, relations, quotes };
      });
      const text = JSON.stringify({ chunks });
      const usage = usageOf((system ?? "").length + prompt.length, text.length);
      return Promise.resolve({ text, usage, finishReason: "stop", interruption: null, limits: [] });
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Maps the labels of a prompt to the lines of their chunks. */
function blocksOf(prompt: string): ReadonlyMap<string, string> {
  const blocks = new Map<string, string[]>();
  let block: string[] = [];
  for (const line of prompt.split("\n")) {
    const [, label] = /^=== (\w+) ===$/.exec(line) ?? [];
    if (label !== undefined && label !== "end") blocks.set(label, (block = []));
    else if (line.startsWith("> ")) block.push(line);
  }
  return new Map([...blocks].map(([label, lines]) => [label, lines.join("\n")]));
}

/**
 * Makes the workspace `default` in `folder`/data from the meetings with recorded replies.
 * @param files the meetings; those of earlier calls stay in the folder.
 * @returns the folder of the workspaces, and the result of the run.
 */
export async function replayIngest(
  folder: string,
  options: Partial<IngestOptions> = {},
  files: readonly string[] = REPLAYED_FILES,
): Promise<{ readonly dataDir: string; readonly result: IngestResult }> {
  const transcriptsDir = path.join(folder, "meetings");
  const dataDir = path.join(folder, "data");
  mkdirSync(transcriptsDir, { recursive: true });
  for (const file of files) cpSync(path.join(SHARED, "data", "qmsum", file), path.join(transcriptsDir, file));
  await using extractor = createModelExtractor({
    chatModel: replayingModel(readReplies()),
    ontology: DEFAULT_ONTOLOGY,
  });
  const outputDir = path.join(folder, "metrics");
  const ports = { extractor, ...options.ports };
  const result = await ingest({ transcriptsDir, dataDir, outputDir, ...options, ports });
  return { dataDir, result };
}
