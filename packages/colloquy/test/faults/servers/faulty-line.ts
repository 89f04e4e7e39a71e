import { connect, createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** A message COMMIT of Bolt: a chunk of two bytes, a structure without fields of signature 0x12, the end of the message. */
const COMMIT = Buffer.from([0x00, 0x02, 0xb0, 0x12, 0x00, 0x00]);

export interface LineOptions {
  /** Where the server listens. */
  readonly port: number;
  /** Added to what goes either way, in milliseconds. */
  readonly delayMs?: number;
  /** Of so many commits the server's answer is lost with the connection: they are done, and nobody hears of it. */
  readonly lostCommits?: number;
}

/** A line to a server that is slow, breaks at the worst moment, or falls silent. */
export interface FaultyLine extends AsyncDisposable {
  readonly port: number;
  /** Commits whose answer was lost. */
  readonly lost: number;
  /** Connections that there are or that come are taken from then on, and all that is sent over them is swallowed. */
  fallSilent(): void;
  /** Connections that come are served again. */
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
      // One after another, so that what is late stays in order.
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
