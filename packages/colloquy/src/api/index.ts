export * from "./entities.ts";
export * from "./graph.ts";
export * from "./runs.ts";
export * from "./search.ts";
export * from "./shapes.ts";
export * from "./transcripts.ts";
export * from "./workspaces.ts";
