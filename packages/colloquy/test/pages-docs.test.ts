import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { PassThrough } from "node:stream";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../src/cli/command-line.ts";
import { createOutput } from "../src/cli/output.ts";

const ROOT = join(import.meta.dirname, "../../..");
const MANIFEST = JSON.parse(readFileSync(join(ROOT, "packages/colloquy/package.json"), "utf8")) as {
  readonly files: readonly string[];
};
/** Files that npm always packs. */
const ALWAYS_PACKED = ["README.md", "LICENSE", "package.json"];
const PAGES = [
  "README.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "examples/README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

const read = (page: string) => readFileSync(join(ROOT, page), "utf8");

function isPacked(path: string): boolean {
  return [...ALWAYS_PACKED, ...MANIFEST.files].some((packed) => path === packed || path.startsWith(`${packed}/`));
}

/** Links to files of the repository, as paths from its root. */
function linkedFiles(page: string): readonly string[] {
  const prose = read(page).replace(/^```[^]*?^```/gm, "");
  return [...prose.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = ""]) =>
    posix.normalize(posix.join(posix.dirname(page), target)),
  );
}

/** Anchors that GitHub creates from headings. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = read(page).matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...headings].map(([, text = ""]) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

/** Calls of `colloquy` in shell blocks, in indented blocks, alone in a block, or after the prompt of a session. */
function calls(page: string): readonly string[] {
  const blocks = read(page).matchAll(
    /^```sh\n([^]*?)^```|^```\n(colloquy .*)\n```|^ {4}(colloquy .*)$|^\$ (colloquy .*)$/gm,
  );
  return [...blocks]
    .flatMap(([, ...found]) => found.map((text = "") => text.replaceAll("\\\n", " ").split("\n")))
    .flat()
    .filter((line) => line.startsWith("colloquy "));
}

/** The words of a command line without its comment, quotes removed. */
function wordsOf(line: string): readonly string[] {
  const words = line.replace(/\s#\s.*$/, "").match(/"[^"]*"|[^\s"]+/g) ?? [];
  return words.slice(1).map((word) => word.replaceAll('"', ""));
}

/** All commands and options, without actions. */
function idleProgram(): Command {
  const output = createOutput(new PassThrough().resume(), {});
  const interruption = { signal: new AbortController().signal, exitCode: null, endCleanly: () => {} };
  const context = { output, messages: output, environment: {}, cwd: ROOT, interruption };
  const program = buildProgram(context, { exitCode: 0 });
  for (const command of program.commands) command.action(() => {});
  return program;
}

describe("the pages of the package", () => {
  it.each(PAGES.filter(isPacked))("%s links only to existing files in the package", (page) => {
    for (const file of linkedFiles(page)) {
      expect(existsSync(join(ROOT, file)), `${file} exists`).toBe(true);
      expect(isPacked(file), `${file} is packed`).toBe(true);
    }
  });

  it.each(PAGES)("%s links only to existing headings", (page) => {
    const prose = read(page).replace(/^```[^]*?^```/gm, "");
    for (const [, target = "", anchor = ""] of prose.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)) {
      const file = target === "" ? page : posix.normalize(posix.join(posix.dirname(page), target));
      expect([...anchorsOf(file)], `${file}#${anchor}`).toContain(anchor);
    }
  });

  it.each(PAGES)("%s shows code for the oldest supported Node", (page) => {
    for (const [block] of read(page).matchAll(/^```(?:ts|js)\n[^]*?^```/gm))
      expect(block.replaceAll(/\/\/.*$/gm, "")).not.toMatch(/\bawait using\b|\benum\b/);
  });

  it.each(PAGES.filter((page) => calls(page).length > 0))(
    "%s calls existing commands with existing options",
    async (page) => {
      for (const line of calls(page)) {
        // `...` stands for further options.
        const words = wordsOf(line).filter((word) => word !== "...");
        await expect(idleProgram().parseAsync(words, { from: "user" }), line).resolves.toBeDefined();
      }
    },
  );
});
