/** The stages whose work is chunks. */
export type ChunkStage = "extract" | "embed";

/** The stages whose work is questions: `judge` asks about pairs of names. */
export type QuestionStage = "judge";

/** The stages that call models. */
export type ModelStage = ChunkStage | QuestionStage;
