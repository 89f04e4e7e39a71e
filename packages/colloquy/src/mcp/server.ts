import { type CallToolResult, McpServer, type ServerContext } from "@modelcontextprotocol/server";
import { ColloquyError } from "../model/index.ts";
import { readArguments } from "./arguments.ts";
import { sentenceOf } from "./failure.ts";
import { instructionsFor } from "./instructions.ts";
import { registerPrompts } from "./prompts.ts";
import { registerResources } from "./resources.ts";
import type { SharedWorkspace } from "../serving/index.ts";
import type { Tool, ToolContext } from "./tool.ts";
import { TOOLS } from "./tools/index.ts";
import { uncheckedSchema, wireSchema } from "./wire-schema.ts";

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

const DEFINITIONS = TOOLS.map((tool) => ({
  tool,
  title: tool.title,
  description: `${tool.description} Example: ${JSON.stringify(tool.example)}`,
  inputSchema: uncheckedSchema(tool.input),
  outputSchema: wireSchema(tool.output),
  annotations: READ_ONLY,
}));

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
  for (const { tool, ...definition } of DEFINITIONS) {
    server.registerTool(
      tool.name,
      definition,
      async (given, { mcpReq: { signal } }: ServerContext): Promise<CallToolResult> => {
        try {
          const args = readArguments(tool, given);
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
