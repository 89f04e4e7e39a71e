import type { Client } from "@modelcontextprotocol/client";
import { expect } from "vitest";

type Arguments = Readonly<Record<string, unknown>>;

/** Calls a tool that must succeed. The client checks the result against the output schema. */
export async function callTool<Result>(
  client: Client,
  name: string,
  args: Arguments = {},
): Promise<{ readonly result: Result; readonly text: string }> {
  const { structuredContent, content, isError } = await client.callTool({ name, arguments: args });
  expect(isError, JSON.stringify(content)).not.toBe(true);
  return { result: structuredContent as Result, text: textOf(content) };
}

/** Calls a tool that must fail, and returns its sentence. */
export async function refusalOf(client: Client, name: string, args: Arguments): Promise<string> {
  const { content, isError } = await client.callTool({ name, arguments: args });
  expect(isError).toBe(true);
  return textOf(content);
}

/** Reads a list to its end. */
export async function readPages<Item>(
  client: Client,
  name: string,
  args: Arguments,
  key: string,
): Promise<readonly (readonly Item[])[]> {
  const pages: (readonly Item[])[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page: { readonly result: Readonly<Record<string, unknown>> } = await callTool(client, name, {
      ...args,
      ...(cursor === "" ? {} : { cursor }),
    });
    pages.push(page.result[key] as readonly Item[]);
    cursor = page.result.next as string | null;
  }
  return pages;
}

function textOf(content: readonly { readonly type: string }[]): string {
  return content.map((block) => ("text" in block ? String(block.text) : "")).join("\n");
}
