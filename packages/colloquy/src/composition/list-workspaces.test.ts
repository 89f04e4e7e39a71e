import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listWorkspaces } from "./list-workspaces.ts";

describe("the list of workspaces", () => {
  it("contains the folders with a workspace, ordered by name", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "colloquy-list-"));
    try {
      for (const name of ["talks", "meetings", "empty", ".hidden", "bad name"]) mkdirSync(join(dataDir, name));
      for (const name of ["talks", "meetings", ".hidden", "bad name"])
        writeFileSync(join(dataDir, name, "ledger.db"), "");
      writeFileSync(join(dataDir, "file"), "");
      expect((await listWorkspaces({ dataDir })).items).toEqual([
        { name: "meetings", path: join(dataDir, "meetings"), updatedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
        { name: "talks", path: join(dataDir, "talks"), updatedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
      ]);
      const first = await listWorkspaces({ dataDir, limit: 1 });
      const rest = await listWorkspaces({ dataDir, limit: 1, cursor: first.next ?? "" });
      expect([first, rest].map(({ items }) => items.map(({ name }) => name))).toEqual([["meetings"], ["talks"]]);
      expect(rest.next).toBeNull();
      expect(await listWorkspaces({ dataDir: join(dataDir, "absent") })).toEqual({ items: [], next: null });
      await expect(listWorkspaces({ dataDir: join(dataDir, "file") })).rejects.toMatchObject({ code: "invalid-input" });
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });
});
