export { stopWhenInterrupted } from "./interrupted.ts";
export { walkPages } from "./pages.ts";
export { projectGraph } from "./project-graph.ts";
export { projectVectors, type TextAnalyser, vectorMarker } from "./project-vectors.ts";
export { type Standing, standingOf } from "./standing.ts";
