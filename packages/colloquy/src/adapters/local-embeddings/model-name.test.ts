import { describe, expect, it } from "vitest";
import { localModelId, localModelOfProfile, localProfile } from "./model-name.ts";

describe("names of local models", () => {
  it("are local, local:NAME or local:OWNER/NAME", () => {
    expect(localModelId("local")).toBe("Xenova/all-MiniLM-L6-v2");
    expect(localModelId("Local")).toBe("Xenova/all-MiniLM-L6-v2");
    expect(localModelId("local:bge-small-en-v1.5")).toBe("Xenova/bge-small-en-v1.5");
    expect(localModelId("local:intfloat/e5_small")).toBe("intfloat/e5_small");
  });

  it("are not those of models of providers", () => {
    for (const name of ["openai:local", "locale", "text-embedding-3-small", "localhost:model"])
      expect(localModelId(name)).toBeNull();
  });

  it("never lead out of the folder of models", () => {
    for (const name of [
      "local:",
      "local:../up",
      "local:a/..",
      "local:.",
      "local:a/b/c",
      "local:/etc/x",
      "local:a\\b/c",
    ])
      expect(() => localModelId(name), name).toThrow(/is no name of a local model: write local, or local:NAME/);
  });

  it("are found again in profiles", () => {
    expect(localModelOfProfile(localProfile("intfloat/e5_small"))).toBe("intfloat/e5_small");
    for (const profile of ["hashing-512@1", "openai:local/512", "local:../../x@q8", "local:a/b@fp16"])
      expect(localModelOfProfile(profile)).toBeNull();
  });
});
