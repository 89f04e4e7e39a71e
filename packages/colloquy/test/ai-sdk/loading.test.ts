import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { createChatModel } from "../../src/adapters/ai-sdk/index.ts";
import { specOf } from "./spec.ts";

const DOOR = new URL("../../src/adapters/ai-sdk/index.ts", import.meta.url).href;

describe("loading the packages of providers", () => {
  it("happens when one of their models is needed", async () => {
    const program = `
      import { registerHooks } from "node:module";
      const asked = [];
      registerHooks({ resolve(name, context, next) { asked.push(name); return next(name, context); } });
      const { createChatModel } = await import(${JSON.stringify(DOOR)});
      const before = asked.filter((name) => /ai-sdk\\/|undici|zod/.test(name) && !name.startsWith("file:"));
      const spec = ${JSON.stringify(specOf("http://127.0.0.1:1/v1", { provider: "mistral" }))};
      await using model = await createChatModel(spec);
      const after = asked.filter((name) => /^(@ai-sdk\\/(openai|openai-compatible|anthropic|google|mistral)|undici)$/.test(name));
      console.log(JSON.stringify({ before, after }));
    `;
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program]);
    expect(JSON.parse(stdout)).toEqual({ before: [], after: expect.arrayContaining(["@ai-sdk/mistral", "undici"]) });
    expect((JSON.parse(stdout) as { after: string[] }).after).toHaveLength(2);
  });

  it("names the command that installs a missing package", async () => {
    const missing = { ...specOf("https://model.example/v1"), provider: "cohere", model: "7b" };
    const sentence =
      "The provider cohere needs the package @ai-sdk/cohere: run `npm install --global @ai-sdk/cohere` (without --global if Colloquy is installed in a project)";
    await expect(createChatModel({ ...missing, baseUrl: null })).rejects.toMatchObject({
      code: "provider",
      message: `${sentence}.`,
    });
    await expect(createChatModel(missing)).rejects.toMatchObject({
      message: `${sentence}, or name openai:cohere:7b if the base URL uses OpenAI's protocol.`,
    });
  });

  it("does not send unencrypted data to an address that a package reads from the environment", async () => {
    const before = process.env["ANTHROPIC_BASE_URL"];
    process.env["ANTHROPIC_BASE_URL"] = "http://model.example/v1";
    try {
      await using model = await createChatModel({ ...specOf(""), baseUrl: null, provider: "anthropic" });
      await expect(model.ping({ signal: new AbortController().signal })).rejects.toMatchObject({
        code: "provider",
        message: expect.stringContaining("http://model.example would get the transcripts and the key unencrypted"),
      });
    } finally {
      if (before === undefined) delete process.env["ANTHROPIC_BASE_URL"];
      else process.env["ANTHROPIC_BASE_URL"] = before;
    }
  });
});
