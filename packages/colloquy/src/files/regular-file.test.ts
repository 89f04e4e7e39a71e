import { execFileSync } from "node:child_process";
import { closeSync, linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRegularFile, readHead, readRegularFile, readTail, textOf } from "./regular-file.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "colloquy-file-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string, within?: string): string =>
  textOf(
    readRegularFile(path, { largest: 10, tooLarge: () => "too large", ...(within === undefined ? {} : { within }) }),
  );

describe("a regular file", () => {
  it("is read up to its limit, without its byte order mark", () => {
    writeFileSync(join(folder, "a"), "\uFEFFabc");
    writeFileSync(join(folder, "ten"), "0123456789");
    writeFileSync(join(folder, "eleven"), "0123456789a");
    expect(read(join(folder, "a"))).toBe("abc");
    expect(read(join(folder, "ten"))).toBe("0123456789");
    expect(() => read(join(folder, "eleven"))).toThrow("too large");
    expect(readHead(join(folder, "eleven"), 3).toString()).toBe("012");
    expect(readHead(join(folder, "a"), 300).toString()).toBe("\uFEFFabc");
  });

  it("is read from its end, and missing files have none", () => {
    writeFileSync(join(folder, "eleven"), "0123456789a");
    expect(readTail(join(folder, "eleven"), 3)).toBe("89a");
    expect(readTail(join(folder, "eleven"), 300)).toBe("0123456789a");
    expect([readTail(join(folder, "none"), 3), readTail(folder, 3)]).toEqual(["", ""]);
  });

  it("is opened with its size, only inside its folder", () => {
    const inside = join(folder, "in");
    mkdirSync(inside);
    writeFileSync(join(inside, "own"), "own");
    writeFileSync(join(folder, "secret"), "secret");
    symlinkSync(join(folder, "secret"), join(inside, "link"));
    const { descriptor, size } = openRegularFile(join(inside, "own"), inside);
    closeSync(descriptor);
    expect(size).toBe(3);
    expect(() => openRegularFile(join(inside, "link"), inside)).toThrow("leads outside its folder");
    expect(() => openRegularFile(inside, inside)).toThrow("it is a folder");
  });

  it.skipIf(process.platform !== "linux")("is bounded when the system reports no size", () => {
    expect(() => read("/proc/self/status")).toThrow("too large");
    const whole = { largest: 1_000_000, tooLarge: () => "too large" };
    expect(textOf(readRegularFile("/proc/self/status", whole))).toMatch(/^Name:/);
  });

  it.skipIf(process.platform === "win32")(
    "is no folder, pipe, socket or device, and reading these does not wait",
    async () => {
      const socket = createServer().listen(join(folder, "socket"));
      await new Promise((listening) => socket.once("listening", listening));
      execFileSync("mkfifo", [join(folder, "pipe")]);
      const refused = "it is a pipe, a socket or a device, not a file";
      for (const path of [join(folder, "pipe"), join(folder, "socket"), "/dev/zero"]) {
        expect(() => read(path)).toThrow(refused);
        expect(() => readHead(path, 10)).toThrow(refused);
      }
      expect(() => read(folder)).toThrow("it is a folder");
      socket.close();
    },
  );

  it("within a folder is never the target of a link", () => {
    const [inside, outside] = [join(folder, "in"), join(folder, "out")];
    for (const each of [inside, outside, join(inside, "deep")]) mkdirSync(each);
    writeFileSync(join(outside, "secret"), "secret");
    writeFileSync(join(inside, "deep", "own"), "own");
    symlinkSync(join(outside, "secret"), join(inside, "link"));
    symlinkSync(outside, join(inside, "folder"));
    symlinkSync(join(inside, "deep"), join(inside, "short"));
    linkSync(join(inside, "deep", "own"), join(inside, "hard"));
    const replaced = "it was replaced and now leads outside its folder";
    expect(() => read(join(inside, "link"), inside)).toThrow(replaced);
    expect(() => read(join(inside, "folder", "secret"), inside)).toThrow(replaced);
    expect(read(join(inside, "link"))).toBe("secret");
    for (const path of ["deep/own", "short/own", "hard"]) expect(read(join(inside, path), inside)).toBe("own");
  });

  it.skipIf(process.platform !== "linux")(
    "within a folder is never a file outside it, even if a parent is replaced repeatedly",
    async () => {
      const [inside, outside] = [join(folder, "in"), join(folder, "out")];
      for (const each of [inside, outside, join(inside, "sub")]) mkdirSync(each);
      writeFileSync(join(inside, "sub", "own"), "own");
      writeFileSync(join(outside, "own"), "secret");
      const exchanging = `const { renameSync, symlinkSync, unlinkSync } = require("node:fs");
      const { parentPort, workerData: [sub, kept, outside] } = require("node:worker_threads");
      parentPort.postMessage("ready");
      for (;;) { renameSync(sub, kept); symlinkSync(outside, sub); unlinkSync(sub); renameSync(kept, sub); }`;
      const workerData = [join(inside, "sub"), join(inside, "kept"), outside];
      const worker = new Worker(exchanging, { eval: true, workerData });
      await new Promise((ready) => worker.once("message", ready));
      const seen = new Set<string>();
      for (let reads = 0; reads < 40_000; reads += 1) {
        try {
          seen.add(read(join(inside, "sub", "own"), inside));
        } catch {
          // The folder is missing or is a link.
        }
      }
      await worker.terminate();
      expect(seen).toEqual(new Set(["own"]));
    },
  );
});
