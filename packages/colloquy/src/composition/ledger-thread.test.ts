import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLedger } from "./ledger.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-thread-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a closed thread", () => {
  it("never receives calls of its next user, even when it is closed twice", async () => {
    const first = await openLedger(join(folder, "one.db"), "one");
    const { marker } = first;
    await Promise.all([first[Symbol.asyncDispose](), first[Symbol.asyncDispose]()]);
    await using second = await openLedger(join(folder, "two.db"), "two");
    await using third = await openLedger(join(folder, "three.db"), "three");
    await first[Symbol.asyncDispose]();
    expect(new Set([marker, second.marker, third.marker]).size).toBe(3);
    await expect(first.epoch()).rejects.toThrow(/it was closed/);
    expect(await Promise.all([second.epoch(), third.epoch()])).toMatchObject([{ number: 0 }, { number: 0 }]);
  });
});
