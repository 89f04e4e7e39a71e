import { EventEmitter } from "node:events";
import type { Server } from "node:net";
import { describe, expect, it } from "vitest";
import { shareConnections } from "./connection-shares.ts";

/** A connection that knows its address, and whether it was closed. */
class Connection extends EventEmitter {
  isClosed = false;
  readonly remoteAddress: string | undefined;

  constructor(remoteAddress: string | undefined) {
    super();
    this.remoteAddress = remoteAddress;
  }

  destroy(): void {
    this.isClosed = true;
    this.emit("close");
  }
}

/** A server that gives each address two connections. */
function server(): (address: string | undefined) => Connection {
  const listening = new EventEmitter();
  shareConnections(listening as unknown as Server, 2);
  return (address) => {
    const connection = new Connection(address);
    listening.emit("connection", connection);
    return connection;
  };
}

describe("the connections of an address", () => {
  it.each(["192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "128.0.0.1"])("are bounded: %s", (address) => {
    const connect = server();
    const three = [connect(address), connect(address), connect(address)];
    expect(three.map(({ isClosed }) => isClosed)).toEqual([false, false, true]);
    expect(connect("192.0.2.2").isClosed).toBe(false);
    three[0]?.destroy();
    expect([connect(address).isClosed, connect(address).isClosed]).toEqual([false, true]);
  });

  it.each(["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1", undefined])("are not bounded: %s", (address) => {
    const connect = server();
    expect(Array.from({ length: 10 }, () => connect(address).isClosed)).toEqual(Array(10).fill(false));
  });
});
