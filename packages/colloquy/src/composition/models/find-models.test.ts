import { describe, expect, it } from "vitest";
import { findModels } from "./find-models.ts";

/** What a model that the options name is told before any chunk. */
async function instructions(options: Parameters<typeof findModels>[0]): Promise<string> {
  await using models = await findModels({ environment: {}, model: "m", baseUrl: "http://127.0.0.1:9/v1", ...options });
  const controller = new AbortController();
  let told = "";
  const onPrompt = ({ system }: { readonly system: string | null }): void => {
    told = system ?? "";
    controller.abort();
  };
  await models.extractor
    ?.extract([{ label: "c1", turns: [] }], { signal: controller.signal, onPrompt })
    .catch(() => {});
  return told;
}

describe("the model that extracts", () => {
  it("is asked for what the run keeps, under one profile", async () => {
    expect(await instructions({})).toContain("Leave out what you would give less than 0.5.");
    expect(await instructions({ minConfidence: 0.8 })).toContain("Leave out what you would give less than 0.8.");
    await using one = await findModels({ environment: {}, model: "m", baseUrl: "http://127.0.0.1:9/v1" });
    await using other = await findModels({
      environment: {},
      model: "m",
      baseUrl: "http://127.0.0.1:9/v1",
      minConfidence: 0.8,
    });
    expect(other.extractor?.profile).toBe(one.extractor?.profile);
  });
});
