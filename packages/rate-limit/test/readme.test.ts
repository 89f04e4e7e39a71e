import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { CallError, createRateLimiter, type RateLimiterOptions } from "../src/index.ts";
import { createFakeClock } from "../src/testing.ts";

const README = new URL("../README.md", import.meta.url);
const LIMITS = { "x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": "59" };

const answered = (): Response => Response.json({ answer: 42 }, { headers: LIMITS });
const refused = (status: number, headers = {}): Response => new Response(null, { status, headers });
/** A reply that breaks off within its body. */
const broken = (): Response =>
  new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError("terminated")) }));

/** What `fetch` does: answers, or throws. */
type Answer = () => Response;

/** Runs the first example, with a `fetch` that gives these answers in turn, in a time that passes at once. */
async function runExample(...answers: readonly Answer[]) {
  const [, example = ""] = /```js\nimport [^\n]*\n([^]*?)```/.exec(await readFile(README, "utf8")) ?? [];
  const left = [...answers];
  const clock = createFakeClock();
  const given = {
    CallError,
    createRateLimiter: (options: RateLimiterOptions = {}) => createRateLimiter({ ...options, clock, random: () => 1 }),
    body: "{}",
    headers: {},
    fetch: async () => left.shift()?.(),
  };
  const source = `return (async () => { ${example} return reply; })();`;
  const state = { done: false };
  const run = new Function(...Object.keys(given), source)(...Object.values(given)) as Promise<unknown>;
  const finish = (): void => void (state.done = true);
  run.then(finish, finish);
  for (let turn = 0; turn < 1000 && !state.done; turn += 1) await clock.advance(1000);
  const reply = await run.catch((error: unknown) => error);
  return { reply, asked: answers.length - left.length };
}

describe("the example of the README", () => {
  it("gives the reply", async () => {
    expect(await runExample(answered)).toEqual({ reply: { answer: 42 }, asked: 1 });
  });

  it.each<readonly [string, Answer]>([
    ["it is refused at first", () => refused(429, { ...LIMITS, "retry-after": "2" })],
    ["the server fails", () => refused(500)],
    [
      "there is no connection",
      () => {
        throw new TypeError("fetch failed");
      },
    ],
    ["the connection is lost within the reply", broken],
  ])("tries again where %s", async (_, answer) => {
    expect(await runExample(answer, answered)).toEqual({ reply: { answer: 42 }, asked: 2 });
  });

  it.each([
    [400, "invalid"],
    [401, "unauthorised"],
    [404, "not-found"],
    [413, "too-large"],
  ] as const)("asks once only where the server answers %i", async (status, kind) => {
    const { reply, asked } = await runExample(() => refused(status), answered);
    expect(reply).toMatchObject({ name: "CallError", kind });
    expect(asked).toBe(1);
  });
});
