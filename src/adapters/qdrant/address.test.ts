import { describe, expect, it } from "vitest";
import { parseAddress } from "./address.ts";

describe("the address of a Qdrant", () => {
  it("has port 6333 unless it says another one, with https too, as for Qdrant's own clients", () => {
    expect(parseAddress("http://localhost")).toEqual({
      url: "http://localhost",
      port: 6333,
      prefix: "",
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
