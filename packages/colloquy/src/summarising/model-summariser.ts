import { createVerdictModel } from "../judging/index.ts";
import type { ChatModel, Summariser, SummaryRequest, SummarySentence } from "../ports/index.ts";
import { parseSentences } from "./parse-sentences.ts";
import { SUMMARY_INSTRUCTIONS, SUMMARY_PROMPT_VERSION, SUMMARY_SCHEMA, summaryPrompt } from "./prompt.ts";

/**
 * Creates a summariser with a language model, which it owns from now on. A batch has one subject.
 * @param options `reasoning`: whether the model reasons before it replies.
 */
export function createModelSummariser(options: {
  readonly chatModel: ChatModel;
  readonly reasoning?: boolean;
}): Summariser {
  const { ask, ...port } = createVerdictModel<SummaryRequest, readonly SummarySentence[]>(
    {
      name: "summary",
      version: SUMMARY_PROMPT_VERSION,
      instructions: SUMMARY_INSTRUCTIONS,
      schema: SUMMARY_SCHEMA,
      outputTokens: { frame: 200, verdict: 500 },
      write: summaryPrompt,
      parse(text, _subjects, isCut) {
        const sentences = parseSentences(text, isCut);
        return new Map(sentences === null ? [] : [[0, sentences]]);
      },
    },
    options,
  );
  return {
    ...port,
    async summarise(batch, call) {
      const { verdicts, ...reply } = await ask(batch, call);
      return { ...reply, sentences: verdicts };
    },
  };
}
