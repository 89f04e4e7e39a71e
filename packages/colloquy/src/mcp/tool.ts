import type { z } from "zod";
import type { Workspace } from "../composition/index.ts";

/** What a tool reads with. */
export interface ToolContext {
  readonly workspace: Workspace;
  /** Name of the workspace. */
  readonly name: string;
  /** Aborted when the client cancels the call. */
  readonly signal: AbortSignal;
}

/**
 * A result in two forms. A client gives a model only one of them, some the one and some the other, so each has all sources
 * and remarks.
 */
export interface ToolResult<Output> {
  readonly structured: Output;
  /** Plain lines. */
  readonly text: string;
}

/** A tool that reads the workspace. */
export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** For a model: what it returns, and when to use it. */
  readonly description: string;
  readonly input: Input;
  /** Arguments of a usual call, for the description and for messages about wrong arguments. */
  readonly example: z.input<Input>;
  readonly output: Output;
  run(context: ToolContext, input: z.output<Input>): Promise<ToolResult<z.output<Output>>>;
}

/** A tool whose types are checked. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
): Tool<Input, Output> {
  return tool;
}
