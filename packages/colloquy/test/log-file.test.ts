import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { estimate, project, retryFailed } from "../src/index.ts";
import { IngestFixture } from "./ingest-fixture.ts";

let fixture: IngestFixture;
beforeEach(() => {
  fixture = new IngestFixture();
  fixture.writeTalk("a.txt", 1);
  fixture.writeTalk("b.txt", 2);
});
afterEach(() => fixture[Symbol.dispose]());

const places = () => ({
  transcriptsDir: fixture.transcriptsDir,
  dataDir: fixture.dataDir,
  outputDir: join(fixture.root, "metrics"),
  workspace: "talks",
  environment: {},
});

describe("a log file of the user's choice", () => {
  it("is refused when it is a file of another kind, which stays unchanged", async () => {
    const logFile = join(fixture.transcriptsDir, "a.txt");
    const before = readFileSync(logFile);
    const refusal = {
      code: "invalid-input",
      exitCode: 2,
      message: `The file ${logFile} exists and is not a log of Colloquy; name another file with --log-file.`,
    };
    await expect(fixture.ingest({ logFile })).rejects.toMatchObject(refusal);
    await expect(estimate({ ...places(), logFile })).rejects.toMatchObject(refusal);
    expect(readFileSync(logFile)).toEqual(before);
    expect(readdirSync(fixture.root)).toEqual(["talks"]);
    await fixture.ingest();
    const { transcriptsDir: _, environment, ...stored } = places();
    await expect(retryFailed({ ...stored, environment, logFile })).rejects.toMatchObject(refusal);
    await expect(project({ ...stored, logFile })).rejects.toMatchObject(refusal);
    expect(readFileSync(logFile)).toEqual(before);
  });

  it("is refused only for paths of a workspace's files, existing or not, in the data folder", async () => {
    const refused = { exitCode: 2, message: expect.stringContaining("leads into the data of a workspace") };
    await expect(fixture.ingest({ logFile: join(fixture.dataDir, "talks", "ledger.db") })).rejects.toMatchObject(
      refused,
    );
    expect(existsSync(fixture.dataDir)).toBe(false);
    const logFile = join(fixture.dataDir, "logs", "run.log");
    await fixture.ingest({ logFile });
    expect(readFileSync(logFile, "utf8")).toContain(" of workspace talks\n");
    for (const name of ["ledger.db-wal", "log.txt"])
      await expect(
        fixture.ingest({ workspace: "other", logFile: join(fixture.dataDir, "talks", name) }),
      ).rejects.toMatchObject(refused);
  });

  it("is extended by the runs that name it, and is never read as a transcript by any workspace", async () => {
    const logFile = join(fixture.transcriptsDir, "log.txt");
    await fixture.ingest({ logFile });
    await fixture.ingest({ logFile });
    expect(readFileSync(logFile, "utf8").match(/ of workspace talks$/gm)).toHaveLength(2);
    await fixture.ingest({ workspace: "other" });
    expect(fixture.eventsOf("file.read").map(({ file }) => file)).toEqual(["a.txt", "b.txt"]);
    expect((await estimate({ ...places(), workspace: "third" })).files.new).toBe(2);
  });
});
