export const ask = {
  field: "Your question",
  placeholder: "What do people say about…?",
  submit: "Ask",
  further: "Ask a further question",
  newOne: "New question",
  stop: "Stop",
  thinking: "Reading the transcripts…",
  written: (model: string): string => `Written by ${model}; every sentence is checked against the words that it cites.`,
  extractive: "Without a model, the answer is the sentences of the transcripts that fit best.",
  withModel: (model: string): string =>
    `${model} writes the answer. Each sentence is checked against the words that it cites.`,
  withoutModel:
    "No model is named, so the answer is the best sentences of the transcripts. Start `colloquy serve --model …` for written answers.",
  notSaid: "The transcripts do not say.",
  nearest: "The nearest words are:",
  missing: (words: readonly string[]): string => `No transcript has: ${words.join(", ")}.`,
  budget:
    "The answer could cost more than the limit, so nothing was sent. Start the server with a higher `--max-cost`.",
  costs: (dollars: string): string => `It cost ${dollars}.`,
  sources: "Sources",
  source: (number: number): string => `Source ${number}`,
  earlier: "Show earlier questions of this conversation",
  unknown: "This conversation is not kept in the workspace. A question starts a new one.",
  history: "Earlier questions",
  noHistory: "Questions and answers are kept in the folder of the workspace, and are listed here.",
  stopped: "Stopped. Nothing was kept.",
} as const;
