import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as readText } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { leadsToDescriptor, writeResultFile } from "./result-file.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "colloquy-result-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isWindows = process.platform === "win32";

async function* rows(...texts: readonly string[]): AsyncIterable<string> {
  yield* texts;
}

const write = (path: string, ...texts: readonly string[]): Promise<void> =>
  writeResultFile(rows(...texts), join(folder, path), path);

describe("the file of a result", () => {
  it("removes the temporary file of a killed process at the next write", async () => {
    const module = new URL("./result-file.ts", import.meta.url).href;
    const script = `import { writeResultFile } from ${JSON.stringify(module)};
      async function* rows() { yield "half"; console.log("half"); await new Promise((done) => setTimeout(done, 60_000)); }
      await writeResultFile(rows(), ${JSON.stringify(join(folder, "file"))}, "file");`;
    const writer = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(writer.stdout, "data");
    await write("other", "x");
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.part$/), "other"]);
    writer.kill("SIGKILL");
    await once(writer, "exit");
    await write("other", "y");
    expect(readdirSync(folder)).toEqual(["other"]);
  });

  it("is complete or absent, and the replaced file stays until then", async () => {
    writeFileSync(join(folder, "file"), "old");
    await expect(
      writeResultFile(
        (async function* () {
          yield "half";
          throw new Error("a broken page");
        })(),
        join(folder, "file"),
        "file",
      ),
    ).rejects.toThrow("a broken page");
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("old");
    await write("file", "new ", "text");
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("new text");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("may have the longest name of the system", async () => {
    const name = "n".repeat(255);
    await write(name, "text");
    expect(readFileSync(join(folder, name), "utf8")).toBe("text");
  });

  it.skipIf(isWindows)("keeps the permissions of the replaced file", async () => {
    writeFileSync(join(folder, "file"), "old");
    chmodSync(join(folder, "file"), 0o640);
    await write("file", "new");
    expect(statSync(join(folder, "file")).mode & 0o777).toBe(0o640);
  });

  it.skipIf(isWindows)("is written to the target of a link, and the link stays", async () => {
    mkdirSync(join(folder, "there"));
    writeFileSync(join(folder, "there", "file"), "old");
    symlinkSync("there/file", join(folder, "link"));
    symlinkSync("link", join(folder, "second"));
    await write("second", "new");
    expect(readFileSync(join(folder, "there", "file"), "utf8")).toBe("new");
    expect(["link", "second"].map((name) => lstatSync(join(folder, name)).isSymbolicLink())).toEqual([true, true]);
    expect(readdirSync(join(folder, "there"))).toEqual(["file"]);
  });

  it.skipIf(isWindows)("is created at the missing target of a link", async () => {
    mkdirSync(join(folder, "there"));
    symlinkSync("there/file", join(folder, "link"));
    await write("link", "new");
    expect(readFileSync(join(folder, "there", "file"), "utf8")).toBe("new");
    expect(lstatSync(join(folder, "link")).isSymbolicLink()).toBe(true);
  });

  it.each([
    ["absent/file", /^absent\/file cannot be written: its folder does not exist\. Name another file with --output\.$/],
    ["file/within", /^file\/within cannot be written: a part of its path is a file\./],
    ["folder", /^folder cannot be written: it is a folder\. Name a file with --output\.$/],
    ["new/", /it is a folder/],
  ])("is refused in one sentence at %s", async (path, sentence) => {
    writeFileSync(join(folder, "file"), "");
    mkdirSync(join(folder, "folder"));
    const error = await write(path, "text").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringMatching(sentence) });
    expect(readdirSync(folder).toSorted()).toEqual(["file", "folder"]);
  });

  it.skipIf(isWindows)("is refused behind circular links", async () => {
    symlinkSync("b", join(folder, "a"));
    symlinkSync("a", join(folder, "b"));
    await expect(write("a", "text")).rejects.toThrow(/a cannot be written: it is a link that leads nowhere/);
  });
});

describe.skipIf(isWindows)("a target that is no regular file", () => {
  const makePipe = (): string => {
    execFileSync("mkfifo", [join(folder, "pipe")]);
    return join(folder, "pipe");
  };

  it("receives the text directly and stays a pipe, also with a late reader", async () => {
    const pipe = makePipe();
    const long = "line\n".repeat(100_000);
    const written = write("pipe", long, "end");
    const reader = spawn("cat", [pipe], { stdio: ["ignore", "pipe", "inherit"] });
    const [read] = await Promise.all([readText(reader.stdout), written]);
    expect(read).toBe(`${long}end`);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  it("may have a reader that stops early", async () => {
    const reader = spawn("head", ["-c", "1", makePipe()], { stdio: ["ignore", "pipe", "inherit"] });
    await write(
      "pipe",
      ..."x"
        .repeat(30)
        .split("")
        .map((letter) => letter.repeat(100_000)),
    );
    expect(await readText(reader.stdout)).toBe("x");
  });

  it("may be a socket with a listener", async () => {
    const path = join(folder, "socket");
    const server = createServer().listen(path);
    await once(server, "listening");
    const received = once(server, "connection").then(([socket]) => readText(socket as NodeJS.ReadableStream));
    await write("socket", "one", "two");
    expect(await received).toBe("onetwo");
    expect(lstatSync(path).isSocket()).toBe(true);
    server.close();
  });
});

describe.skipIf(isWindows)("a descriptor of this process", () => {
  it("is recognised by any path to its file", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    symlinkSync("file", join(folder, "link"));
    expect(await leadsToDescriptor(file, 1)).toBe(false);
    expect(await leadsToDescriptor(join(folder, "absent"), 1)).toBe(false);
    const descriptor = openSync(join(folder, "link"), "r");
    expect(await leadsToDescriptor(file, descriptor)).toBe(true);
    closeSync(descriptor);
    expect(await leadsToDescriptor(file, descriptor)).toBe(false);
  });
});
