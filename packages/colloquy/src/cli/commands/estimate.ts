import type { CommandDefinition } from "../command-definition.ts";
import { FOLDER_ARGUMENT, INGEST_OPTIONS } from "../ingest-options.ts";
import { runEstimate } from "../run-estimate.ts";

export const estimateCommand: CommandDefinition = {
  name: "estimate",
  summary: "what ingest would find, cost and take, without asking anybody",
  description:
    "Reads the folder as `ingest` would, with the same options, and tells what that would take: calls, tokens, dollars, and the time that the limits allow, each with the range in which it will lie in nine cases of ten. No model and no server is asked, no key is needed, and nothing is written.",
  ...FOLDER_ARGUMENT,
  configured: INGEST_OPTIONS,
  examples: [
    "colloquy estimate ./transcripts --model openai:gpt-4o-mini --embedding-model openai:text-embedding-3-small",
    "colloquy estimate ./transcripts --model openai:gpt-4o-mini --rpm 500 --tpm 200000",
    "colloquy estimate ./transcripts --model anthropic:claude-haiku-4-5 --limit 50 --json",
  ],
  needsConfiguration: true,
  run: runEstimate,
};
