export { compareGraphs } from "./compare-graphs.ts";
export type { ComparedGraph } from "./compared-graph.ts";
export type {
  Comparison,
  Differences,
  EntityExample,
  Overlap,
  ChunksSettled,
  QuoteExample,
  RelationExample,
} from "./comparison.ts";
