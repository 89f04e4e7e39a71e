import { describe, expect, it } from "vitest";
import { parseAddress } from "./address.ts";

describe("the address of a Qdrant", () => {
  it("has port 6333 unless it says another one, with https too, as for Qdrant's own clients", () => {
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

  it("keeps a port that is written out even where it is the scheme's own", () => {
    expect(parseAddress("https://cloud.example:443").port).toBe(443);
    expect(parseAddress("HTTP://cloud.example:80/qdrant").port).toBe(80);
    expect(parseAddress("https://user:443@cloud.example").port).toBe(6333);
  });

  it("keeps a path before Qdrant's own, without the slashes that end it", () => {
    expect(parseAddress("https://example.com:443/vectors/qdrant/")).toMatchObject({
      prefix: "/vectors/qdrant",
      text: "https://example.com:443/vectors/qdrant",
    });
  });

  it("is near on this machine and in its network, as far as the name of the host tells", () => {
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

  it("is told without a user's name and password", () => {
    expect(parseAddress("http://me:secret@localhost:6333").text).toBe("http://localhost:6333");
  });

  it("is refused where it is none of http, without repeating what may be a secret", () => {
    for (const given of ["", "localhost:6333", "ftp://secret@localhost", "http://", "http://localhost:99999"]) {
      expect(() => parseAddress(given), given).toThrow(
        /^QDRANT_URL is no address that begins with http:\/\/ or https:\/\/; give one/,
      );
    }
  });
});
