import type { CommandDefinition } from "../command-definition.ts";
import { FOLDER_ARGUMENT } from "../ingest-options.ts";
import { runEstimate } from "../run-estimate.ts";

export const estimateCommand: CommandDefinition = {
  name: "estimate",
  summary: "estimate the calls, cost and time of ingest, without any call",
  description:
    "Reads the folder as `ingest` would, with the same options, and estimates the run: calls, tokens, dollars, and the time that the limits allow. Each number has a range that is right in nine cases of ten. No model and no server is called, no key is needed, and nothing is written.",
  ...FOLDER_ARGUMENT,
  examples: [
    "colloquy estimate ./transcripts --model openai:gpt-4o-mini --embedding-model openai:text-embedding-3-small",
    "colloquy estimate ./transcripts --model openai:gpt-4o-mini --rpm 500 --tpm 200000",
    "colloquy estimate ./transcripts --model anthropic:claude-haiku-4-5 --limit 50 --json",
  ],
  needsConfiguration: true,
  run: runEstimate,
};
