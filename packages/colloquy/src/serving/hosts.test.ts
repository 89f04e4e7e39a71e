import { validateHostHeader } from "@modelcontextprotocol/server";
import { describe, expect, it } from "vitest";
import { canonicalHost, hostNames, isEveryAddress, isLoopback } from "./hosts.ts";

describe("a host", () => {
  it.each([
    ["MyBox", "mybox"],
    ["127.1", "127.0.0.1"],
    ["::1", "[::1]"],
    ["[::1]", "[::1]"],
    ["0:0:0:0:0:0:0:1", "[::1]"],
    ["FE80::0001%eth0", "[fe80::1]"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["no host", "no host"],
  ])("%s is %s in a URL", (host, canonical) => {
    expect(canonicalHost(host)).toBe(canonical);
  });

  it.each([
    ["MyBox", "MyBox:8765"],
    ["MyBox", "mybox"],
    ["mybox", "MYBOX:80"],
    ["::1:2", "[0:0:0:0:0:0:1:2]:8765"],
    ["MyBox", "localhost:8765"],
  ])("%s admits requests to %s", (host, header) => {
    expect(validateHostHeader(header, hostNames(host))).toMatchObject({ ok: true });
  });

  it("MyBox admits no requests to another", () => {
    expect(validateHostHeader("mybox.example", hostNames("MyBox"))).toMatchObject({ ok: false });
  });

  it.each([
    ["LocalHost", true],
    ["127.1", true],
    ["0:0:0:0:0:0:0:1", true],
    ["[::1]", true],
    ["0.0.0.0", false],
    ["192.0.2.1", false],
    ["localhost.example", false],
  ])("%s is this machine only: %s", (host, isOnly) => {
    expect(isLoopback(host)).toBe(isOnly);
  });

  it.each([
    ["0.0.0.0", true],
    ["0", true],
    ["::", true],
    ["::0", true],
    ["[::]", true],
    ["0:0:0:0:0:0:0:0", true],
    ["::1", false],
    ["127.0.0.1", false],
    ["mybox", false],
  ])("%s stands for every address: %s", (host, isEvery) => {
    expect(isEveryAddress(host)).toBe(isEvery);
  });
});
