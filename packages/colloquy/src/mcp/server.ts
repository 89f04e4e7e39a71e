import { type CallToolResult, McpServer, type ServerContext } from "@modelcontextprotocol/server";
import { ColloquyError } from "../model/index.ts";
import { sentenceOf } from "./failure.ts";
import { instructionsFor } from "./instructions.ts";
import { registerPrompts } from "./prompts.ts";
import { registerResources } from "./resources.ts";
import type { SharedWorkspace } from "./shared-workspace.ts";
import type { Tool, ToolContext } from "./tool.ts";
import { TOOLS } from "./tools/index.ts";

/** What a server of the protocol serves. */
export interface Served {
  readonly shared: SharedWorkspace;
  /** Name of the workspace. */
  readonly workspace: string;
  /** Version of Colloquy. */
  readonly version: string;
  /** Receives a sentence about a failure that is no answer to a client. */
  readonly onProblem: (sentence: string) => void;
}

const READ_ONLY = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

/** A server for one connection, or for one request over HTTP. It reads and never writes. */
export function createServer({ shared, workspace: name, version, onProblem }: Served): McpServer {
  const server = new McpServer(
    { name: "colloquy", title: `Colloquy: ${name}`, version },
    {
      instructions: instructionsFor(name),
      capabilities: {
        tools: { listChanged: false },
        resources: { listChanged: false },
        prompts: { listChanged: false },
      },
    },
  );
  for (const tool of TOOLS) {
    const { title, description, input, output } = tool;
    server.registerTool(
      tool.name,
      { title, description, inputSchema: input, outputSchema: output, annotations: READ_ONLY },
      async (args, { mcpReq: { signal } }: ServerContext) => {
        try {
          return await shared.use((workspace) => run(tool, args, { workspace, name, signal }));
        } catch (error) {
          const sentence = sentenceOf(error);
          if (!ColloquyError.isInstance(error) && !signal.aborted) onProblem(sentence);
          return { content: [{ type: "text", text: sentence }], isError: true };
        }
      },
    );
  }
  registerResources(server, shared, name);
  registerPrompts(server, shared);
  return server;
}

async function run(tool: Tool, args: Readonly<Record<string, unknown>>, context: ToolContext): Promise<CallToolResult> {
  const { structured, text } = await tool.run(context, args);
  return { content: [{ type: "text", text }], structuredContent: structured };
}
