import { expect, it } from "vitest";
import { contentHash } from "./calls.ts";

it("gives the hash that earlier versions gave, so that the runs of a seed can be repeated", () => {
  const messages = [{ role: "user", content: "Hello." }];
  expect(contentHash({ endpoint: "chat", model: "any", messages, schema: null, maxOutputTokens: 10 })).toBe(
    "0f644565d05d9059ac808a61753c2497",
  );
  expect(contentHash({ endpoint: "embeddings", model: "any", texts: ["Hello."], dimensions: null })).toBe(
    "449b1a988cdd559fe1914c2e78ecffa5",
  );
});
