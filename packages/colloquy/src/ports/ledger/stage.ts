/** The stages whose work is chunks. */
export const CHUNK_STAGES = ["extract", "embed"] as const;
export type ChunkStage = (typeof CHUNK_STAGES)[number];

/** The stages whose work is questions: `check` asks about statements, `judge` about pairs of names, `summarise` for summaries. */
export const QUESTION_STAGES = ["check", "judge", "summarise"] as const;
export type QuestionStage = (typeof QUESTION_STAGES)[number];

/** The stages that call models: those of a run, and `answer`, which answers a question. */
export const MODEL_STAGES = [...CHUNK_STAGES, ...QUESTION_STAGES, "answer"] as const;
export type ModelStage = (typeof MODEL_STAGES)[number];

/** The results of a function for each model stage. */
export function byModelStage<Value>(of: (stage: ModelStage) => Value): Record<ModelStage, Value> {
  return Object.fromEntries(MODEL_STAGES.map((stage) => [stage, of(stage)])) as Record<ModelStage, Value>;
}
