import type { ChatModel, NameJudge, NamePair, Verdict } from "../ports/index.ts";
import { parsePairs } from "./parse-pairs.ts";
import { JUDGE_INSTRUCTIONS, JUDGE_PROMPT_VERSION, judgePrompt } from "./prompt.ts";
import { JUDGE_SCHEMA } from "./schema.ts";
import { createVerdictModel } from "./verdict-model.ts";

/**
 * Creates a judge with a language model, which it owns from now on: one call per batch.
 * @param options `reasoning`: whether the model reasons before it replies.
 */
export function createModelJudge(options: { readonly chatModel: ChatModel; readonly reasoning?: boolean }): NameJudge {
  const { ask, ...model } = createVerdictModel<NamePair, Verdict>(
    {
      name: "judge",
      version: JUDGE_PROMPT_VERSION,
      instructions: JUDGE_INSTRUCTIONS,
      schema: JUDGE_SCHEMA,
      outputTokens: { frame: 200, verdict: 8 },
      write: (batch) => judgePrompt(batch).text,
      parse: (text, batch) => {
        const { labels, ofOneName } = judgePrompt(batch);
        return parsePairs(text, labels, ofOneName);
      },
    },
    options,
  );
  return { ...model, judge: ask };
}
