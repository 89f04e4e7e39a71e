import { BlockList, isIPv6, type Server, type Socket } from "node:net";

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

/**
 * Closes further connections of an address that has its share of them, so that one client cannot hold all. This machine may
 * hold all: a proxy is there, or the only person who uses the server.
 */
export function shareConnections(server: Server, mostOfAddress: number): void {
  const open = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const { remoteAddress: address } = socket;
    // A client that has gone away has no address.
    if (address === undefined || LOOPBACK.check(address, isIPv6(address) ? "ipv6" : "ipv4")) return;
    const own = (open.get(address) ?? 0) + 1;
    if (own > mostOfAddress) return void socket.destroy();
    open.set(address, own);
    socket.once("close", () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
  });
}
