import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../command-line.ts";
import { createOutput } from "../output.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "colloquy-completion-"));
  const files = [".colloquy/talks/ledger.db", ".colloquy/team-2026/ledger.db", "other/elsewhere/ledger.db"];
  for (const file of [...files, ".colloquy/no-workspace/notes.txt", "my talks/one.vtt"]) {
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeFile(join(folder, file), "");
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function call(...args: readonly string[]) {
  const written = { output: "", messages: "" };
  const stream = (name: keyof typeof written) =>
    new PassThrough().on("data", (data: Buffer) => void (written[name] += data.toString()));
  const context = {
    output: createOutput(stream("output"), {}),
    messages: createOutput(stream("messages"), {}),
    environment: {},
    cwd: folder,
    interruption: { signal: new AbortController().signal, exitCode: null, endCleanly: () => {} },
  };
  return { exitCode: await runCommandLine(["completion", ...args], context), ...written };
}

/** The candidates for the last word, without descriptions. */
async function candidates(...words: readonly string[]): Promise<readonly string[]> {
  const { output } = await call("candidates", "--", ...words);
  return output.split("\n").flatMap((line) => (line === "" ? [] : [line.split("\t")[0] ?? ""]));
}

describe("a completion", () => {
  it("is a command with its summary as the first word", async () => {
    expect(await candidates("")).toEqual(expect.arrayContaining(["init", "ingest", "search", "completion", "help"]));
    expect(await candidates("sta")).toEqual(["status"]);
    expect(await candidates("help", "ing")).toEqual(["ingest"]);
    expect((await call("candidates", "--", "sta")).output).toMatch(/^status\tshow the contents of a workspace/);
  });

  it("is an option of the command after the arguments, or after a dash", async () => {
    expect(await candidates("ingest", "--trans")).toEqual(["--transcripts-dir"]);
    expect(await candidates("export", "--form")).toEqual(["--format"]);
    expect(await candidates("search", "--trans")).toEqual([]);
    expect(await candidates("status", "")).toEqual(expect.arrayContaining(["--workspace", "--json"]));
    expect(await candidates("--ver")).toEqual(["--version"]);
  });

  it("is one of the values of an option or argument", async () => {
    expect(await candidates("export", "--format", "g")).toEqual(["graphml"]);
    expect(await candidates("export", "--format=g")).toEqual(["--format=graphml"]);
    expect(await candidates("completion", "")).toEqual(["bash", "zsh", "fish"]);
    expect(await candidates("completion", "bash", "")).toEqual([]);
  });

  it("is the name of a workspace in the data folder of the call", async () => {
    expect(await candidates("status", "--workspace", "")).toEqual(["talks", "team-2026"]);
    expect(await candidates("status", "--json", "--workspace=te")).toEqual(["--workspace=team-2026"]);
    expect(await candidates("compare", "talks", "t")).toEqual(["talks", "team-2026"]);
    expect(await candidates("status", "--data-dir", "other", "--workspace", "")).toEqual(["elsewhere"]);
    expect(await candidates("status", "--data-dir=other", "--workspace", "")).toEqual(["elsewhere"]);
    expect(await candidates("status", "--data-dir", "nowhere", "--workspace", "")).toEqual([]);
  });

  it("is a file or a folder, which the shell completes", async () => {
    expect(await candidates("ingest", "--transcripts-dir", "")).toEqual([":folders"]);
    expect(await candidates("search", "--config=")).toEqual([":files"]);
    expect(await candidates("parse", "one.vtt", "")).toEqual([":files"]);
  });

  it("is empty for free text, after `--`, and for an unknown command", async () => {
    expect(await candidates("ingest", "--limit", "")).toEqual([]);
    expect(await candidates("status", "--", "")).toEqual([]);
    expect(await candidates("shwo", "")).toEqual([]);
  });

  it("follows an equals sign, which bash splits off as a word", async () => {
    expect(await candidates("status", "--workspace", "=", "te")).toEqual(["team-2026"]);
    expect(await candidates("status", "--workspace", "=")).toEqual(["talks", "team-2026"]);
    expect(await candidates("status", "--data-dir", "=", "other", "--workspace", "")).toEqual(["elsewhere"]);
  });
});

describe("colloquy completion", () => {
  it("refuses an unknown shell", async () => {
    expect(await call("tcsh")).toMatchObject({
      exitCode: 2,
      output: "",
      messages: "colloquy: There is no completion for tcsh: name one of bash, zsh, fish.\n",
    });
  });

  it.each(["bash", "zsh", "fish"])("prints a script for %s", async (shell) => {
    expect(await call(shell)).toMatchObject({
      exitCode: 0,
      messages: "",
      output: expect.stringContaining("candidates"),
    });
  });

  /** The output of a shell with the command `colloquy`. */
  async function runShell(shell: string, options: string, script: string): Promise<string> {
    const bin = join(folder, "bin");
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, "colloquy"), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
    await chmod(join(bin, "colloquy"), 0o755);
    const { stdout } = await promisify(execFile)(shell, [options, script], {
      cwd: folder,
      env: { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) },
    });
    return stdout;
  }

  it.skipIf(!existsSync("/bin/bash"))("completes in bash after its script is sourced", async () => {
    const script = `
      source <(colloquy completion bash)
      complete -p colloquy
      press_tab() {
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _colloquy colloquy "\${!#}"
        printf '%s|' "\${COMPREPLY[@]}"
        echo
      }
      press_tab colloquy retry
      press_tab colloquy status --workspace te
      press_tab colloquy ingest --transcripts-dir my`;
    expect(await runShell("/bin/bash", "-uc", script)).toBe(
      "complete -F _colloquy colloquy\nretry-failed|\nteam-2026|\nmy talks|\n",
    );
  });

  it.skipIf(!existsSync("/usr/bin/zsh"))("passes candidates with their descriptions to zsh", async () => {
    const script = `
      compdef() { print "$@" }
      _describe() { printf '%s|' "\${candidates[@]}"; print }
      source <(colloquy completion zsh)
      words=(colloquy sim) CURRENT=2; _colloquy
      words=(colloquy export --format g) CURRENT=4; _colloquy`;
    expect(await runShell("/usr/bin/zsh", "-fc", script)).toBe(
      "_colloquy colloquy\nsimulate:start a simulated provider for trial runs, without key and cost|\ngraphml|\n",
    );
  });
});
