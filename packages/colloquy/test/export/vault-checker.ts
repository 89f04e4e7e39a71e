import { posix } from "node:path";
import { expect } from "vitest";
import { parse } from "yaml";
import type { ExportedFile } from "../../src/export/index.ts";
import { foldCase } from "../../src/model/index.ts";

/** The files of an export, by path. */
export async function readFiles(files: AsyncIterable<ExportedFile>): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for await (const { path, pieces } of files) {
    expect(texts.has(path), path).toBe(false);
    let text = "";
    for await (const piece of pieces) text += piece;
    texts.set(path, text);
  }
  return texts;
}

/** A note as Obsidian reads it. */
export interface Note {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly links: readonly { readonly path: string; readonly fragment: string | null; readonly shown: string }[];
  /** The words of each block with an id, without its first line if that is a speaker and a time. */
  readonly blocks: ReadonlyMap<string, string>;
  readonly headings: ReadonlySet<string>;
  /** Cited words, and the block that they lead to. */
  readonly citations: readonly { readonly words: string; readonly path: string; readonly block: string }[];
}

const LINK = /(?<!\\)\[\[([^\]|#]+)(?:#([^\]|]+))?\|([^\]]+)\]\]/g;
const CITATION = /^ *> “(.*?)”(?: \(meaning .*\))?\n *> — (.*)$/gm;

function unescaped(text: string): string {
  return text.replace(/\\([^\p{L}\p{N}\s])/gu, "$1");
}

function readNote(text: string): Note {
  const [all = "", yaml = ""] = /^---\n([^]*?)\n---\n/.exec(text) ?? [];
  const body = text.slice(all.length);
  const links = [...text.matchAll(LINK)].map(([, path = "", fragment = null, shown = ""]) => ({
    path,
    fragment,
    shown,
  }));
  const blocks = new Map<string, string>();
  for (const [, words = "", id = ""] of body.matchAll(/^(.*) \^([\w-]+)$/gm)) {
    expect(blocks.has(id), id).toBe(false);
    blocks.set(id, unescaped(words));
  }
  const citations = [...body.matchAll(CITATION)].flatMap(([, words = "", source = ""]) => {
    const { path = "", fragment = null } =
      [...source.matchAll(LINK)].map(([, path, fragment]) => ({ path, fragment })).at(-1) ?? {};
    return fragment === null || fragment === undefined
      ? []
      : [{ words: unescaped(words), path, block: fragment.slice(1) }];
  });
  const headings = new Set([...body.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading));
  return { properties: parse(yaml) as Note["properties"], body, links, blocks, headings, citations };
}

/** Opens a vault and checks every name, link, block reference and heading. */
export function checkVault(files: ReadonlyMap<string, string>): ReadonlyMap<string, Note> {
  const names = [...files.keys()].map((path) => foldCase(posix.basename(path).normalize("NFKC")));
  expect(new Set(names).size).toBe(files.size);
  const notes = new Map([...files].map(([path, text]) => [path, readNote(text)]));
  for (const [path, note] of notes) {
    const text = files.get(path) ?? "";
    expect(path).toMatch(/^(?:(?:Entities|People|Transcripts)\/[^/\\:*?"<>|#^[\]]+|Index)\.md$/);
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E]/);
    expect(text.isWellFormed()).toBe(true);
    expect(note.properties).toMatchObject({ type: expect.any(String) });
    // Everything that opens a link is one, and nothing else does.
    expect([...text.matchAll(/(?<!\\)\[\[/g)].length, path).toBe(note.links.length);
    const inBody = [...note.body.matchAll(LINK)];
    expect([...note.body.matchAll(/(?<!\\)\[/g)].length, path).toBe(2 * inBody.length);
    expect(note.body, path).not.toMatch(/(?<!\\)(?:%%|<|`|\$|==)/);
    for (const { path: target, fragment } of note.links) {
      const found = notes.get(`${target}.md`);
      expect(found, `${path} links to ${target}`).toBeDefined();
      if (fragment?.startsWith("^") === true)
        expect(found?.blocks.has(fragment.slice(1)), `${target}#${fragment}`).toBe(true);
      else if (fragment !== null) expect(found?.headings.has(fragment), `${target}#${fragment}`).toBe(true);
    }
  }
  return notes;
}
