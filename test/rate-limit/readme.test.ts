import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { CallError, createRateLimiter } from "../../src/rate-limit/index.ts";

const README = new URL("../../src/rate-limit/README.md", import.meta.url);

/** Runs the first example, with a `fetch` that gives these answers in turn. */
async function runExample(answers: readonly Response[]): Promise<unknown> {
  const [, example = ""] = /```js\nimport [^\n]*\n([^]*?)```/.exec(await readFile(README, "utf8")) ?? [];
  const left = [...answers];
  const given = { CallError, createRateLimiter, body: "{}", headers: {}, fetch: async () => left.shift() };
  const source = `return (async () => { ${example} return reply; })();`;
  return await (new Function(...Object.keys(given), source)(...Object.values(given)) as Promise<unknown>);
}

describe("the example of the README", () => {
  it("gives the reply, and waits for it where it is refused at first", async () => {
    const limits = { "x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": "59" };
    const refused = new Response(null, { status: 429, headers: { ...limits, "retry-after": "0" } });
    const answered = Response.json({ answer: 42 }, { headers: limits });
    expect(await runExample([refused, answered])).toEqual({ answer: 42 });
  });
});
