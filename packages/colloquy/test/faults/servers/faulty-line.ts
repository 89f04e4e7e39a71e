import { connect, createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/**
 * The COMMIT message of Bolt: a chunk of two bytes, a structure without fields with signature 0x12, the end of the
 * message.
 */
const COMMIT = Buffer.from([0x00, 0x02, 0xb0, 0x12, 0x00, 0x00]);

export interface LineOptions {
  /** The port of the server. */
  readonly port: number;
  /** The delay of data in both directions, in milliseconds. */
  readonly delayMs?: number;
  /** The number of commits whose response and connection are lost. The server has committed them. */
  readonly lostCommits?: number;
}

/** A connection to a server that is slow, breaks after a commit, or stops responding. */
export interface FaultyLine extends AsyncDisposable {
  readonly port: number;
  /** The number of commits whose response was lost. */
  readonly lost: number;
  /** From then on all data of existing and new connections is dropped. */
  fallSilent(): void;
  /** New connections are served again. */
  speakAgain(): void;
}

export async function startFaultyLine({ port, delayMs = 0, lostCommits = 0 }: LineOptions): Promise<FaultyLine> {
  const sockets = new Set<Socket>();
  const mute = new Set<Socket>();
  let lost = 0;
  let isSilent = false;
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    if (isSilent) mute.add(near);
    let isCommitted = false;
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("error", () => to.destroy()).on("close", () => to.destroy());
      // Sends one after another, so that delayed data stays in order.
      let line = Promise.resolve();
      from.on("data", (data: Buffer) => {
        if (mute.has(near)) return;
        if (from === near && data.includes(COMMIT)) isCommitted = true;
        else if (from === far && isCommitted && lost < lostCommits) {
          lost += 1;
          near.destroy();
          far.destroy();
          return;
        } else if (from === far) isCommitted = false;
        if (delayMs === 0) return void to.write(data);
        const due = wait(delayMs);
        line = line.then(() => due).then(() => void (to.destroyed || to.write(data)));
      });
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get lost() {
      return lost;
    },
    fallSilent() {
      isSilent = true;
      for (const socket of sockets) mute.add(socket);
    },
    speakAgain() {
      isSilent = false;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
