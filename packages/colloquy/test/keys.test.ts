import { expect, it } from "vitest";
import { startSimulatedProvider } from "@colloquy/simulated-provider";
import { IngestFixture } from "./ingest-fixture.ts";

const KEY = "key-that-is-valid-0123456789";

it("names the variable of a refused key when chat and embeddings have different keys", async () => {
  using folder = new IngestFixture();
  folder.write("talk.txt", "Ada: Good morning.\n");
  const provider = await startSimulatedProvider({ timeScale: 1000, apiKey: KEY });
  try {
    const models = { model: "simulated", embeddingModel: "simulated-embedding", baseUrl: provider.url };
    const environment = { OPENAI_API_KEY: KEY, COLLOQUY_EMBEDDING_API_KEY: "another" };
    await expect(folder.ingest({ ...models, environment })).rejects.toThrow("set COLLOQUY_EMBEDDING_API_KEY to a key");
  } finally {
    await provider.close();
  }
});
