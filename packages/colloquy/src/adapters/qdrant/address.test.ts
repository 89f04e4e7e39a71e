import { describe, expect, it } from "vitest";
import { parseAddress } from "./address.ts";

describe("the address of a Qdrant", () => {
  it("has the default port 6333, also with https, as in Qdrant's own clients", () => {
    expect(parseAddress("http://localhost")).toEqual({
      url: "http://localhost",
      port: 6333,
      prefix: "",
      isNear: true,
      text: "http://localhost:6333",
    });
    expect(parseAddress("https://cloud.example/").text).toBe("https://cloud.example:6333");
    expect(parseAddress("http://localhost:7000").port).toBe(7000);
    expect(parseAddress("http://[::1]:7000").text).toBe("http://[::1]:7000");
  });

  it("keeps an explicit port even if it is the scheme's default", () => {
    expect(parseAddress("https://cloud.example:443").port).toBe(443);
    expect(parseAddress("HTTP://cloud.example:80/qdrant").port).toBe(80);
    expect(parseAddress("https://user:443@cloud.example").port).toBe(6333);
  });

  it("keeps a path prefix without trailing slashes", () => {
    expect(parseAddress("https://example.com:443/vectors/qdrant/")).toMatchObject({
      prefix: "/vectors/qdrant",
      text: "https://example.com:443/vectors/qdrant",
    });
  });

  it("is near when the host name is on this machine or in its network", () => {
    const near = [
      "localhost",
      "127.0.0.1",
      "10.0.0.7",
      "172.31.0.1",
      "192.168.1.2",
      "qdrant",
      "[::1]",
      "[fd00::1]",
      "[fe80::1]",
    ];
    const far = ["172.32.0.1", "8.8.8.8", "10.example.com", "cloud.example", "[2001:db8::1]"];
    const isNear = (host: string): boolean => parseAddress(`https://${host}:6333`).isNear;
    expect([near.filter((host) => !isNear(host)), far.filter(isNear)]).toEqual([[], []]);
  });

  it("is shown without user name and password", () => {
    expect(parseAddress("http://me:secret@localhost:6333").text).toBe("http://localhost:6333");
  });

  it("is rejected unless it is http or https, without repeating a possible secret", () => {
    for (const given of ["", "localhost:6333", "ftp://secret@localhost", "http://", "http://localhost:99999"]) {
      expect(() => parseAddress(given), given).toThrow(
        /^QDRANT_URL is not an http:\/\/ or https:\/\/ address; use an address/,
      );
    }
  });
});
