export { stopWhenInterrupted } from "./interrupted.ts";
export { walkPages } from "./pages.ts";
export { projectGraph } from "./project-graph.ts";
export { projectVectors, type TextAnalyser } from "./project-vectors.ts";
