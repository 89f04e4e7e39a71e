import { describe, expect, it } from "vitest";
import { isSecretName, redact } from "./redaction.ts";

describe("redaction", () => {
  it("hides the credentials of an address and texts that look like a key", () => {
    expect(redact("bolt://neo4j:secret@host:7687 refused")).toBe("bolt://***@host:7687 refused");
    expect(redact("key sk-proj-1234567890abcdef is wrong")).toBe("key *** is wrong");
    expect(redact("https://host/v1?api-key=abc123&version=2 failed")).toBe(
      "https://host/v1?api-key=***&version=2 failed",
    );
    expect(redact("it was sent Authorization: Bearer abc.def-123")).toBe("it was sent Authorization: Bearer ***");
  });

  it("recognises the names of secrets", () => {
    expect(["OPENAI_API_KEY", "NEO4J_PASSWORD", "QDRANT_API_KEY"].every(isSecretName)).toBe(true);
    expect(["NEO4J_URI", "COLLOQUY_WORKSPACE"].some(isSecretName)).toBe(false);
  });
});
