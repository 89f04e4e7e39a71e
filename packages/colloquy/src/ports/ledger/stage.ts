/** The two kinds of work that models are asked for. */
export type Lane = "extraction" | "embedding";
