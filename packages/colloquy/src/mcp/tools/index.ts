import type { Tool } from "../tool.ts";
import { askContextTool } from "./ask-context.ts";
import { claimsBetweenTool } from "./claims-between.ts";
import { getEntityTool } from "./get-entity.ts";
import { listEntitiesTool, listTranscriptsTool, speakersTool } from "./lists.ts";
import { readTranscriptTool } from "./read-transcript.ts";
import { searchTool } from "./search.ts";

/** All tools, in the order of `tools/list`. */
export const TOOLS: readonly Tool[] = [
  askContextTool,
  searchTool,
  getEntityTool,
  claimsBetweenTool,
  readTranscriptTool,
  listEntitiesTool,
  listTranscriptsTool,
  speakersTool,
];
