import { describe, expect, it } from "vitest";
import { findModels } from "./find-models.ts";

/** Returns the system prompt that a named model receives. */
async function instructions(options: Parameters<typeof findModels>[0]): Promise<string> {
  await using models = await findModels({ environment: {}, model: "m", baseUrl: "http://127.0.0.1:9/v1", ...options });
  const controller = new AbortController();
  let prompt = "";
  const onPrompt = ({ system }: { readonly system: string | null }): void => {
    prompt = system ?? "";
    controller.abort();
  };
  await models.extractor
    ?.extract([{ label: "c1", turns: [] }], { signal: controller.signal, onPrompt })
    .catch(() => {});
  return prompt;
}

describe("the extraction model", () => {
  it("receives the minimum confidence in its prompt, and keeps its profile", async () => {
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
