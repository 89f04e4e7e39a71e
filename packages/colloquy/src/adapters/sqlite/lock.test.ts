import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireLock, lockHolder, shareLock } from "./lock.ts";

describe("the lock of a workspace", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "colloquy-lock-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("refuses a second run and names the first, until the first releases the lock", () => {
    const path = join(folder, "lock");
    const first = acquireLock(path, "run-1", "2026-01-02T03:04:05.000Z");
    expect(lockHolder(path)).toMatchObject({ run: "run-1", since: "2026-01-02T03:04:05.000Z", pid: process.pid });
    expect(() => acquireLock(path, "run-2", "2026-01-02T03:04:06.000Z")).toThrow(
      expect.objectContaining({
        code: "workspace-busy",
        exitCode: 5,
        message: expect.stringMatching(`run run-1 \\(process ${process.pid} on .+, since 2026-01-02T03:04:05.000Z\\)`),
      }),
    );
    first[Symbol.dispose]();
    expect(existsSync(`${path}.json`)).toBe(false);
    expect(lockHolder(path)).toBeNull();
    acquireLock(path, "run-2", "2026-01-02T03:04:06.000Z")[Symbol.dispose]();
  });

  it("is shared by readers, and refuses runs while they read", () => {
    const path = join(folder, "lock");
    shareLock(path)[Symbol.dispose]();
    expect(readdirSync(folder)).toEqual([]);
    acquireLock(path, "run-1", "now")[Symbol.dispose]();
    const shared = [shareLock(path), shareLock(path)];
    expect(() => acquireLock(path, "run-2", "now")).toThrow(expect.objectContaining({ code: "workspace-busy" }));
    for (const each of shared) each[Symbol.dispose]();
    const held = acquireLock(path, "run-3", "now");
    expect(() => shareLock(path)).toThrow("in use by run run-3");
    held[Symbol.dispose]();
  });

  it("is released when its process is killed", async () => {
    const path = join(folder, "lock");
    const script = `import { acquireLock, shareLock } from ${JSON.stringify(new URL("./lock.ts", import.meta.url).href)};
      acquireLock(${JSON.stringify(path)}, "doomed", "now"); console.log("held"); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(holder.stdout, "data");
    expect(() => acquireLock(path, "second", "now")).toThrow(`run doomed (process ${holder.pid}`);
    expect(lockHolder(path)).toMatchObject({ run: "doomed", pid: holder.pid });
    holder.kill("SIGKILL");
    await once(holder, "exit");
    expect(lockHolder(path)).toBeNull();
    const third = acquireLock(path, "third", "then");
    expect(third.leftBy).toMatchObject({ run: "doomed", since: "now", pid: holder.pid });
    third[Symbol.dispose]();
    using fourth = acquireLock(path, "fourth", "later");
    expect(fourth.leftBy).toBeNull();
  });

  it.each([
    ["zeros", Buffer.alloc(4096)],
    ["a few zeros", Buffer.alloc(10)],
    ["text", Buffer.from("These are no locks.\n".repeat(300))],
    ["half a header", Buffer.from("SQLite format 3\u0000".padEnd(5000, "x"))],
  ])("is taken and shared even if its files were overwritten with %s", (_, bytes) => {
    const path = join(folder, "lock");
    for (const take of [() => acquireLock(path, "run-1", "now"), () => shareLock(path)]) {
      writeFileSync(path, bytes);
      writeFileSync(`${path}.json`, bytes);
      const held = take();
      expect(() => acquireLock(path, "run-2", "now")).toThrow(expect.objectContaining({ code: "workspace-busy" }));
      held[Symbol.dispose]();
    }
  });

  it("stays with its holder if its files are overwritten", () => {
    const path = join(folder, "lock");
    using _held = acquireLock(path, "run-1", "now");
    writeFileSync(path, Buffer.alloc(4096));
    for (const damaged of ["null", "{}", "\u0000\u0000"]) {
      writeFileSync(`${path}.json`, damaged);
      expect(() => acquireLock(path, "run-2", "now")).toThrow("in use by another run");
    }
  });

  it("reports in a sentence that its file cannot be created", () => {
    writeFileSync(join(folder, "file"), "");
    expect(() => acquireLock(join(folder, "file", "lock"), "run", "now")).toThrow(
      expect.objectContaining({ code: "disk", message: expect.stringContaining("cannot be taken") }),
    );
  });
});
