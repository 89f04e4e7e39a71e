import { describe, it } from "vitest";
import { planConformance, vectorStoreConformance } from "../../src/testing/index.ts";
import { NO_QDRANT, qdrantServer } from "../servers.ts";
import { qdrantFixture } from "./fixture.ts";

const missing = qdrantServer() === null ? ` (${NO_QDRANT})` : "";

describe.skipIf(missing !== "")(`the vector store in Qdrant${missing}`, () => {
  for (const { name, run } of planConformance(vectorStoreConformance)) {
    it(name, async () => {
      await using fixture = qdrantFixture();
      await run(async ({ workspace = "one" } = {}) => fixture.open(workspace));
    });
  }
});
