import { EventEmitter } from "node:events";
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
  it("stops at once a command that has nothing to finish", () => {
    const { signals, exits, sentences } = listening();
    signals.emit("SIGINT");
    expect([exits, sentences]).toEqual([[130], [null]]);
  });

  it("lets a gentle command finish, and tells how to stop it now", () => {
    const { signals, exits, interruption } = listening();
    const said: string[] = [];
    interruption.beGentle((message) => said.push(message));
    signals.emit("SIGINT");
    expect(interruption.signal.aborted).toBe(true);
    expect(interruption.exitCode).toBe(130);
    expect(said).toEqual(["Finishing what is running; press Ctrl-C again to stop now."]);
    expect(exits).toEqual([]);
  });

  it("stops at once when it comes twice", () => {
    const { signals, exits, sentences, interruption } = listening();
    interruption.beGentle(() => {});
    signals.emit("SIGINT");
    signals.emit("SIGTERM");
    expect([exits, sentences]).toEqual([[130], [expect.stringMatching(/^Stopped at once; what was done is kept/)]]);
  });

  it.each([
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ])("has a code of its own when it is a %s", (signal, code) => {
    const { signals, exits, interruption } = listening();
    interruption.beGentle(() => {});
    signals.emit(signal);
    expect(interruption.exitCode).toBe(code);
    expect(interruption.signal.reason).toMatchObject({ name: "AbortError", exitCode: code });
    signals.emit(signal);
    expect(exits).toEqual([code]);
  });
});
