import { type ChatModel, type CheckVerdict, type StatementChecker, type StatementQuestion } from "../ports/index.ts";
import { WITHDRAWALS } from "../model/index.ts";
import { CHECK_INSTRUCTIONS, CHECK_PROMPT_VERSION, CHECK_SCHEMA, checkPrompt } from "./check-prompt.ts";
import { parseVerdicts } from "./parse-verdicts.ts";
import { createVerdictModel } from "./verdict-model.ts";

const VERDICTS: readonly CheckVerdict[] = ["supported", ...WITHDRAWALS];

/**
 * Creates a checker of statements with a language model, which it owns from now on: one call per batch.
 * @param options `reasoning`: whether the model reasons before it replies.
 */
export function createModelChecker(options: {
  readonly chatModel: ChatModel;
  readonly reasoning?: boolean;
}): StatementChecker {
  const { ask, ...model } = createVerdictModel<StatementQuestion, CheckVerdict>(
    {
      name: "check",
      version: CHECK_PROMPT_VERSION,
      instructions: CHECK_INSTRUCTIONS,
      schema: CHECK_SCHEMA,
      outputTokens: { frame: 200, verdict: 15 },
      write: checkPrompt,
      parse: (text, { length }) => parseVerdicts(text, length, VERDICTS),
    },
    options,
  );
  return { ...model, check: ask };
}
