export { bm25Score, type QueriedTerm, saturation, termRarity, termWeight } from "./bm25.ts";
export { countDimensions, countOf, type TermCounts } from "./term-counts.ts";
export { TermDimensions } from "./term-dimensions.ts";
