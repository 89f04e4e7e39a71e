/** The stages that call models. */
export type ModelStage = "extract" | "embed";
