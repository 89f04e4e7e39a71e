import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { listenForInterruption } from "./interruption.ts";

function listening() {
  const signals = new EventEmitter();
  const exits: number[] = [];
  const sentences: (string | null)[] = [];
  const interruption = listenForInterruption(signals as unknown as NodeJS.Process, (exitCode, sentence) => {
    exits.push(exitCode);
    sentences.push(sentence);
  });
  return { signals, exits, sentences, interruption };
}

describe("Ctrl-C", () => {
  it("stops a command at once that has nothing to finish", () => {
    const { signals, exits, sentences } = listening();
    signals.emit("SIGINT");
    expect([exits, sentences]).toEqual([[130], [null]]);
  });

  it("lets a command finish, and says how to stop it now", () => {
    const { signals, exits, interruption } = listening();
    const output: string[] = [];
    interruption.endCleanly((message) => output.push(message));
    signals.emit("SIGINT");
    expect(interruption.signal.aborted).toBe(true);
    expect(interruption.exitCode).toBe(130);
    expect(output).toEqual(["Finishing the work in flight; press Ctrl-C again to stop now."]);
    expect(exits).toEqual([]);
  });

  it("stops at once at the second signal", () => {
    const { signals, exits, sentences, interruption } = listening();
    interruption.endCleanly(() => {});
    signals.emit("SIGINT");
    signals.emit("SIGTERM");
    expect([exits, sentences]).toEqual([[130], [expect.stringMatching(/^Stopped at once\. Finished work is kept/)]]);
  });

  it.each([
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ])("has its own exit code for %s", (signal, code) => {
    const { signals, exits, interruption } = listening();
    interruption.endCleanly(() => {});
    signals.emit(signal);
    expect(interruption.exitCode).toBe(code);
    expect(interruption.signal.reason).toMatchObject({ name: "AbortError", exitCode: code });
    signals.emit(signal);
    expect(exits).toEqual([code]);
  });
});

/** A command that handles its first signal while its thread runs a query, or while its event loop is busy. */
function commandThat(isBusy: "queries" | "computes"): string {
  const sqlite = createRequire(import.meta.url).resolve("better-sqlite3");
  const query =
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3000000) SELECT max(x) FROM n";
  const thread = `import Database from ${JSON.stringify(sqlite)};
    import { parentPort } from "node:worker_threads";
    const database = new Database(":memory:");
    parentPort.postMessage("busy");
    database.prepare(${JSON.stringify(query)}).get();`;
  return `import { Worker } from "node:worker_threads";
    import Database from ${JSON.stringify(sqlite)};
    import { exitAtOnce, listenForInterruption } from ${JSON.stringify(new URL("./interruption.ts", import.meta.url).href)};
    new Database(":memory:").close();
    const say = (line) => console.log(line);
    const compute = () => { const end = Date.now() + 500; while (Date.now() < end); };
    listenForInterruption(process, exitAtOnce).endCleanly(say);
    ${isBusy === "queries" ? `new Worker(${JSON.stringify(thread)}, { eval: true }).on("message", say);` : `say("busy");`}
    ${isBusy === "computes" ? `process.on("SIGINT", compute);` : ""}
    setInterval(() => undefined, 1000);`;
}

describe("Ctrl-C twice, in a process of its own", () => {
  it.each(["queries", "computes"] as const)("prints its message while the process %s", async (isBusy) => {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", commandThat(isBusy)]);
    let [output, messages] = ["", ""];
    child.stderr.on("data", (part) => (messages += String(part)));
    child.stdout.on("data", (part) => {
      output += String(part);
      // The first line shows that the process is busy, the second that the first signal was received.
      if (output.split("\n").length <= 3) child.kill("SIGINT");
    });
    const [exitCode] = (await once(child, "close")) as [number | null];
    expect({ exitCode, messages }).toEqual({
      exitCode: 130,
      messages: "colloquy: Stopped at once. Finished work is kept: run the same command again to continue.\n",
    });
  });
});
