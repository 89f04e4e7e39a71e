import type { Client } from "@modelcontextprotocol/client";
import { expect } from "vitest";
import { quotedLines } from "../../src/mcp/citation.ts";
import { MOST_CHARACTERS } from "../../src/mcp/pages.ts";

type Arguments = Readonly<Record<string, unknown>>;

/**
 * Calls a tool that must succeed. The client checks the result against the output schema. The text must have every citation
 * of the structured content, because a model gets only one of the two.
 */
export async function callTool<Result>(
  client: Client,
  name: string,
  args: Arguments = {},
): Promise<{ readonly result: Result; readonly text: string }> {
  const { structuredContent, content, isError } = await client.callTool({ name, arguments: args });
  expect(isError, JSON.stringify(content)).not.toBe(true);
  const text = textOf(content);
  for (const citation of citationsIn(structuredContent)) expectCitation(text, citation);
  expect(text.length).toBeLessThan(1.1 * MOST_CHARACTERS.text);
  expect(JSON.stringify(structuredContent).length).toBeLessThan(1.1 * MOST_CHARACTERS.json);
  return { result: structuredContent as Result, text };
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

interface FoundCitation {
  readonly file?: string;
  readonly speaker?: string;
  readonly time?: string;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
}

/** Everything with offsets and words in a result, at any depth. */
function citationsIn(value: unknown): readonly FoundCitation[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "startOffset" in value && "text" in value ? [value as FoundCitation] : [];
  return [...own, ...Object.values(value).flatMap(citationsIn)];
}

/**
 * One line has speaker, file (unless the result is one transcript), time and offsets, and the words follow. All the words are
 * the speaker's.
 */
function expectCitation(
  text: string,
  { file, speaker, time, startOffset, endOffset, text: words }: FoundCitation,
): void {
  const parts = [file ?? "", speaker ?? "", time ?? "", `${startOffset}-${endOffset}`];
  const after = text.split(`\n${quotedLines(words)}`).slice(0, -1);
  const lines = after.map((before) => before.slice(before.lastIndexOf("\n") + 1));
  expect(
    lines.some((line) => parts.every((part) => line.includes(part))),
    `${parts.join(" ")} in ${text}`,
  ).toBe(true);
  if (speaker === undefined) return;
  const others = [...words.matchAll(/^(?:\[[\d:]+\] )?(\p{Lu}\p{Ll}+): /gmu)].filter(([, name]) => name !== speaker);
  expect(others, `lines of other speakers in the words of ${speaker}`).toEqual([]);
}

function textOf(content: readonly { readonly type: string }[]): string {
  return content.map((block) => ("text" in block ? String(block.text) : "")).join("\n");
}
