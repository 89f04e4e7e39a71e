import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../src/cli/command-line.ts";
import { createOutput } from "../src/cli/output.ts";
import { OPTIONS } from "../src/config/index.ts";
import { environmentName, type Option, optionName } from "../src/options/index.ts";

const DOCS = join(import.meta.dirname, "../../../docs");

/** The rows of the first table after a heading, as cells. */
function tableAfter(page: string, heading: string): readonly (readonly string[])[] {
  const text = readFileSync(join(DOCS, page), "utf8");
  const [table = ""] = /^\|[^]*?(?=\n\n)/m.exec(text.slice(text.indexOf(`\n## ${heading}\n`))) ?? [];
  return table
    .split("\n")
    .slice(2)
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The words in backticks. */
const quoted = (cell = ""): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);

const output = createOutput(new PassThrough().resume(), {});
const interruption = { signal: new AbortController().signal, exitCode: null, endCleanly: () => {} };
const { commands } = buildProgram(
  { output, messages: output, environment: {}, cwd: DOCS, interruption },
  { exitCode: 0 },
);

/** `ingest --limit`, for every flag of every command. */
const flags = commands.flatMap((command) => command.options.map(({ long }) => `${command.name()} ${long}`));

describe("docs/interface.md", () => {
  it("has every flag, with the commands that have it", () => {
    const names = commands.map((command) => command.name());
    const documented = tableAfter("interface.md", "Options").flatMap(([options, cell = ""]) => {
      const named = quoted(cell);
      const having = cell.startsWith("all") ? names.filter((name) => !named.includes(name)) : named;
      const longs = quoted(options).flatMap((option) => /^--[\w-]+/.exec(option) ?? []);
      return having.flatMap((name) => longs.map((long) => `${name} ${long}`));
    });
    // The page says that `estimate` has the options of `ingest`, and that the help lists those of `simulate`.
    const isElsewhere = (flag: string): boolean => /^(estimate|simulate) |^ingest --dry-run$/.test(flag);
    expect(documented.filter((flag) => !isElsewhere(flag)).toSorted()).toEqual(
      flags.filter((flag) => !isElsewhere(flag)).toSorted(),
    );
  });

  it("is right that estimate takes the options of ingest", () => {
    const of = (name: string): readonly string[] =>
      flags.filter((flag) => flag.startsWith(`${name} `)).map((flag) => flag.replace(/^\S+ /, ""));
    expect(of("estimate")).toEqual(of("ingest").filter((flag) => flag !== "--dry-run"));
  });
});

describe("docs/configuration.md", () => {
  const rows = tableAfter("configuration.md", "The options");

  it("has every option with its variables and its default", () => {
    const documented = rows.flatMap(([names]) => quoted(names));
    expect(documented.toSorted()).toEqual(Object.keys(OPTIONS).map(optionName).toSorted());
    for (const [key, option] of Object.entries<Option>(OPTIONS)) {
      const [names, variables, , byDefault] = rows.find(([cell]) => quoted(cell).includes(optionName(key))) ?? [];
      const isAbridged = variables?.endsWith(", ...") === true && quoted(names)[0] !== optionName(key);
      if (!isAbridged) expect(variables, key).toContain(`\`${environmentName(key)}\``);
      if (option.variable !== undefined) expect(variables, key).toContain(`\`${option.variable}\``);
      if (option.default !== undefined) expect(byDefault, key).toContain(option.example ?? String(option.default));
    }
  });

  it("has the variables of other programs", () => {
    const shared = tableAfter("configuration.md", "Servers, passwords");
    const usual = Object.entries<Option>(OPTIONS).filter(([, { variable }]) => variable !== undefined);
    for (const [key, { variable }] of usual)
      expect(
        shared.map(([name, , cell]) => [quoted(name), quoted(cell)]),
        key,
      ).toContainEqual([[optionName(key)], [variable]]);
  });
});
