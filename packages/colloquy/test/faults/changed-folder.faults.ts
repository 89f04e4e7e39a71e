import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { talk, WHOLE, writeTo } from "./corpus.ts";
import { expectToContinue } from "./undisturbed.ts";
import { Workplace } from "./workplace.ts";

describe("a folder between two runs", () => {
  let place: Workplace;
  let before: { readonly digest: string; readonly chunks: number };
  beforeEach(async () => {
    place = new Workplace(WHOLE);
    const { result } = await place.ingest();
    before = { digest: result?.digest ?? "", chunks: result?.chunks.total ?? 0 };
  });
  afterEach(() => place[Symbol.dispose]());

  const inFolder = (file: string): string => join(place.transcriptsDir, file);

  /** Ingests the current folder into a new workspace. */
  async function inNewWorkspace(): Promise<{ readonly digest: string; readonly chunks: number }> {
    const { dataDir } = place;
    place.useNewDataFolder();
    const { exitCode, result, stderr } = await place.ingest();
    expect(exitCode, stderr).toBe(0);
    place.dataDir = dataDir;
    return { digest: result?.digest ?? "", chunks: result?.chunks.total ?? 0 };
  }

  it("without a change changes nothing", async () => {
    const end = await expectToContinue(place, before);
    expect(end.extracted).toBe(0);
    expect(end.result?.usage.calls).toBe(0);
  });

  it("with an edit has the result of a new workspace, and requests only the changes", async () => {
    const text = readFileSync(inFolder("talk-0.txt"), "utf8").split("\n");
    text.splice(100, 5, "Ada Novak: Quiet hours improve deep focus, said the committee.", "Zoe Quist: I disagree!");
    writeFileSync(inFolder("talk-0.txt"), text.join("\n"));
    const after = await inNewWorkspace();
    expect(after.digest).not.toBe(before.digest);
    const { exitCode, extracted, result } = await place.ingest();
    expect(exitCode).toBe(0);
    expect(extracted).toBeGreaterThan(0);
    expect(extracted).toBeLessThan(10);
    expect(result?.digest).toBe(after.digest);
    expect(await place.exportedDigest()).toBe(after.digest);
  });

  it("with a reverted edit has the first digest again", async () => {
    const text = readFileSync(inFolder("talk-1.vtt"), "utf8");
    writeFileSync(inFolder("talk-1.vtt"), text.slice(0, text.length / 2));
    const { result } = await place.ingest();
    expect(result?.digest).not.toBe(before.digest);
    writeFileSync(inFolder("talk-1.vtt"), text);
    await place.ingest();
    await expectToContinue(place, before);
  });

  it("with a new file has the result of a new workspace, and requests only its chunks", async () => {
    writeTo(inFolder("more/talk-99.txt"), talk(99, 200));
    const after = await inNewWorkspace();
    const { extracted, result } = await place.ingest();
    expect(extracted).toBe(after.chunks - before.chunks);
    expect(result?.digest).toBe(after.digest);
    expect(await place.exportedDigest()).toBe(after.digest);
  });

  it("with a renamed file sends no call, and keeps both names until one is removed", async () => {
    const text = readFileSync(inFolder("talk-2.srt"));
    renameSync(inFolder("talk-2.srt"), inFolder("renamed.srt"));
    const end = await place.ingest();
    expect(end.exitCode, end.stderr).toBe(0);
    expect(end.result?.usage.calls).toBe(0);
    expect(end.events).toContainEqual(expect.objectContaining({ event: "file.vanished", file: "talk-2.srt" }));
    writeFileSync(inFolder("talk-2.srt"), text);
    const both = await inNewWorkspace();
    expect(end.result?.digest).toBe(both.digest);
    expect(await place.exportedDigest()).toBe(both.digest);
  });

  it("with a removed file keeps its chunks, and reports it", async () => {
    rmSync(inFolder("talk-3.txt"));
    const end = await expectToContinue(place, before);
    expect(end.events).toContainEqual(expect.objectContaining({ event: "file.vanished", file: "talk-3.txt" }));
  });

  it("with a change and a killed run has the result of a new workspace", async () => {
    const text = readFileSync(inFolder("talk-0.txt"), "utf8").split("\n");
    text.splice(20, 40);
    writeFileSync(inFolder("talk-0.txt"), text.join("\n"));
    writeTo(inFolder("talk-98.txt"), talk(98, 60));
    const after = await inNewWorkspace();
    for (const stage of ["read", "extract", "resolve", "project"] as const) {
      await place.ingest({
        onEvent: (event, child) => {
          if (event.event === "stage.progress" && event.stage === stage) child.kill("SIGKILL");
        },
      });
    }
    await place.ingest();
    const { digest } = after;
    const { chunks } = (await place.status()) ?? { chunks: null };
    await expectToContinue(place, { digest, chunks: chunks?.total ?? 0 });
    expect(chunks?.total).toBe(after.chunks);
  });
});
