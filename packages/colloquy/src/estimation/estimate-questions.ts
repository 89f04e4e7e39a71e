import type { Pricing, QuestionStage } from "../ports/index.ts";
import { counted } from "../text/index.ts";
import type { Range, StageEstimate, StageMeasurement } from "./estimate.ts";
import { NOTHING } from "./range.ts";
import type { PerMinute } from "./work.ts";

/** The questions of a stage, and what is known about its model. */
export interface QuestionsToEstimate {
  readonly stage: QuestionStage;
  readonly profile: string;
  /** `provider:model`. */
  readonly model: string;
  /** The number of questions; a range if they are not known yet. */
  readonly questions: Range;
  /** The most questions of a call. */
  readonly questionsPerCall: number;
  /** Estimated tokens of a prompt without its questions, and the mean tokens that a question adds. */
  readonly frameTokens: number;
  readonly questionTokens: number;
  readonly pricing: Pricing;
  /** Earlier runs of the stage and the profile; null: none. */
  readonly measurement: StageMeasurement | null;
  /** Limits that are known or configured. */
  readonly perMinute: PerMinute;
  /** Says in a sentence where the number of questions comes from; null: they were counted. */
  readonly guess: string | null;
}

/** Usual tokens of a reply for each question: a verdict, or the sentences of a summary. */
const OUTPUT_TOKENS: Readonly<Record<QuestionStage, Range>> = {
  check: { least: 5, likely: 8, most: 16 },
  judge: { least: 5, likely: 7, most: 15 },
  summarise: { least: 60, likely: 180, most: 420 },
};
/** Counted tokens for each token that is estimated from characters. */
const INPUT_FACTOR: Range = { least: 0.75, likely: 0.95, most: 1.2 };
/** Calls for each planned call: some replies are cut off or lack an answer. */
const CALLS_FACTOR: Range = { least: 1, likely: 1.03, most: 1.15 };
/** The error of a measured mean. */
const MEASURED: Range = { least: 0.85, likely: 1, most: 1.15 };
const ENOUGH_SAMPLES = 3;

/** Estimates a stage of questions. Makes no call. Its replies are short, so simple ranges are enough. */
export function estimateQuestions(planned: QuestionsToEstimate): StageEstimate {
  const { stage, profile, model, questions, pricing, guess } = planned;
  const measured = usable(planned.measurement);
  const input = inputFactor(measured);
  const output = outputTokens(stage, measured);
  const calls = byEnd((end) =>
    Math.ceil((questions[end] / planned.questionsPerCall) * (questions[end] > 0 ? CALLS_FACTOR[end] : 0)),
  );
  const inputTokens = byEnd((end) =>
    Math.round((calls[end] * planned.frameTokens + questions[end] * planned.questionTokens) * input[end]),
  );
  const outputs = byEnd((end) => Math.round(questions[end] * output[end]));
  const figures = { calls, inputTokens, outputTokens: outputs };
  return {
    stage,
    profile,
    model,
    chunks: Math.round(questions.likely),
    ...(guess === null ? {} : { rough: true as const }),
    ...figures,
    costUsd: costOf(figures, pricing),
    prices: pricing.prices,
    priceSource: pricing.source,
    seconds: secondsOf(figures, { ...measured?.perMinute, ...planned.perMinute }),
    measuredOn: measured?.runId ?? null,
    basis: [guess, basisOf(measured)].filter((sentence) => sentence !== null).join(" "),
  };
}

type Figures = Pick<StageEstimate, "calls" | "inputTokens" | "outputTokens">;

function byEnd(of: (end: keyof Range) => number): Range {
  return { least: of("least"), likely: of("likely"), most: of("most") };
}

function usable(measurement: StageMeasurement | null): StageMeasurement | null {
  return measurement !== null && measurement.samples.length >= ENOUGH_SAMPLES ? measurement : null;
}

function inputFactor(measured: StageMeasurement | null): Range {
  if (measured === null) return INPUT_FACTOR;
  const [counts, expected] = [sumOf(measured, "inputTokens"), sumOf(measured, "expectedInputTokens")];
  return expected === 0 ? INPUT_FACTOR : scaled(MEASURED, counts / expected);
}

function outputTokens(stage: QuestionStage, measured: StageMeasurement | null): Range {
  if (measured === null) return OUTPUT_TOKENS[stage];
  return scaled(MEASURED, sumOf(measured, "outputTokens") / Math.max(1, sumOf(measured, "chunks")));
}

function sumOf(
  { samples }: StageMeasurement,
  count: "inputTokens" | "expectedInputTokens" | "outputTokens" | "chunks",
) {
  return samples.reduce((sum, sample) => sum + sample[count], 0);
}

function scaled(range: Range, factor: number): Range {
  return byEnd((end) => range[end] * factor);
}

/** Null: the price is unknown. */
function costOf({ calls, inputTokens, outputTokens: outputs }: Figures, pricing: Pricing): Range | null {
  if (calls.most === 0) return NOTHING;
  const cost = (end: keyof Range): number | null => {
    if (calls[end] === 0) return 0;
    const mean = { inputTokens: inputTokens[end] / calls[end], outputTokens: outputs[end] / calls[end] };
    const one = pricing.cost({ ...mean, cachedInputTokens: 0, reasoningTokens: 0 });
    return one === null ? null : one * calls[end];
  };
  const [least, likely, most] = [cost("least"), cost("likely"), cost("most")];
  return least === null || likely === null || most === null ? null : { least, likely, most };
}

/** The time that the limits need; null: no limit is known. */
function secondsOf({ calls, inputTokens, outputTokens: outputs }: Figures, perMinute: PerMinute): Range | null {
  if (Object.keys(perMinute).length === 0) return null;
  return byEnd((end) => {
    const amounts = {
      requests: calls[end],
      tokens: inputTokens[end] + outputs[end],
      inputTokens: inputTokens[end],
      outputTokens: outputs[end],
    };
    const minutes = (Object.keys(amounts) as (keyof typeof amounts)[]).map(
      (resource) => amounts[resource] / (perMinute[resource] ?? Infinity),
    );
    return 60 * Math.max(...minutes);
  });
}

function basisOf(measured: StageMeasurement | null): string {
  return measured === null
    ? "This model was not measured at this task in this workspace yet, so the estimate uses usual values."
    : `Measured on run ${measured.runId} (${counted(measured.calls, "call")}).`;
}
