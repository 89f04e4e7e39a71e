import { hostname, networkInterfaces } from "node:os";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];
const EVERY_ADDRESS = ["0.0.0.0", "[::]"];

/**
 * A host as a URL has it: in lower case, IPv6 shortened and in brackets, without a zone. A text that is no host is returned
 * unchanged.
 */
export function canonicalHost(host: string): string {
  const address = host.replace(/^\[(.*)\]$/, "$1");
  const written = address.includes(":") ? `[${address.replace(/%.*$/, "")}]` : address;
  return URL.parse(`http://${written}`)?.hostname ?? host;
}

/** Whether only this machine reaches a server that listens on the host. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(canonicalHost(host));
}

/** Whether a server that listens on the host has all addresses of this machine. */
export function isEveryAddress(host: string): boolean {
  return EVERY_ADDRESS.includes(canonicalHost(host));
}

/** The names by which clients may call a host. A page of another name must not reach it (DNS rebinding). */
export function hostNames(host: string): string[] {
  if (!isEveryAddress(host)) return [...LOOPBACK, canonicalHost(host)];
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return [...LOOPBACK, ...[hostname(), ...addresses.map(({ address }) => address)].map(canonicalHost)];
}
