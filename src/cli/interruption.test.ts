import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { listenForInterruption } from "./interruption.ts";

function listening() {
  const signals = new EventEmitter();
  const exits: number[] = [];
  const interruption = listenForInterruption(signals as unknown as NodeJS.Process, (exitCode) => exits.push(exitCode));
  return { signals, exits, interruption };
}

describe("Ctrl-C", () => {
  it("stops at once a command that has nothing to finish", () => {
    const { signals, exits } = listening();
    signals.emit("SIGINT");
    expect(exits).toEqual([130]);
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
    const { signals, exits, interruption } = listening();
    interruption.beGentle(() => {});
    signals.emit("SIGINT");
    signals.emit("SIGINT");
    expect(exits).toEqual([130]);
  });

  it("has a code of its own when it is a kill", () => {
    const { signals, exits, interruption } = listening();
    interruption.beGentle(() => {});
    signals.emit("SIGTERM");
    expect(interruption.exitCode).toBe(143);
    expect(interruption.signal.reason).toMatchObject({ name: "AbortError", exitCode: 143 });
    signals.emit("SIGTERM");
    expect(exits).toEqual([143]);
  });
});
