/** The two kinds of work that models are asked for. */
export type ModelStage = "extract" | "embed";
