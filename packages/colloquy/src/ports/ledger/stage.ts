/** The stages that call models. */
export type ModelStage = "extract" | "embed" | "judge";

/** The stages whose work is chunks. The work of `judge` is pairs of names. */
export type ChunkStage = Exclude<ModelStage, "judge">;
