/** The commands that read a configuration, or share flags with those that do. */
export type CommandName =
  | "ask"
  | "compare"
  | "compare-speakers"
  | "doctor"
  | "estimate"
  | "export"
  | "hide"
  | "ingest"
  | "init"
  | "list"
  | "mcp"
  | "merge"
  | "parse"
  | "project"
  | "rename"
  | "report"
  | "resolve"
  | "retry-failed"
  | "review"
  | "search"
  | "serve"
  | "show"
  | "simulate"
  | "split"
  | "status"
  | "verify";

type Commands = readonly CommandName[];

/** Commands that correct the names of a workspace. */
const CORRECTING: Commands = ["hide", "merge", "rename", "split"];
/** Commands that read a folder of transcripts into a workspace. */
export const READING: Commands = ["estimate", "ingest"];
/** Commands that may call both models. */
export const CALLING: Commands = [...READING, "retry-failed"];
/** Commands that take the models of a run. */
export const WITH_MODELS: Commands = [...CALLING, "doctor"];
/** Commands that may call the chat model. */
export const WITH_CHAT: Commands = [...WITH_MODELS, "ask", "serve"];
/** Commands that take the model that embeds. */
export const WITH_QUERIES: Commands = [...WITH_CHAT, "mcp", "search"];
/** Commands that read or write the vectors of a workspace. */
export const WITH_VECTORS: Commands = [...WITH_QUERIES, "export", "project", "verify", ...CORRECTING];
/** Commands that read or write the graph of a workspace. */
export const WITH_GRAPH: Commands = [
  ...WITH_VECTORS,
  "compare",
  "compare-speakers",
  "list",
  "resolve",
  "review",
  "show",
];
/** Commands that write to the log of a workspace. */
export const LOGGING: Commands = [...CALLING, "project", "verify", "serve", ...CORRECTING];
/** Commands that print a result. */
export const PRINTING: Commands = [...WITH_GRAPH, "parse", "report", "status"];
