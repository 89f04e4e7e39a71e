import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as library from "../src/index.ts";
import { settingsOf } from "../src/options.ts";
import { createFakeClock } from "../src/testing.ts";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const SOURCES = new URL("../src/", import.meta.url);
const LIMITS = { "x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": "59" };

const answered = (): Response => Response.json({ answer: 42 }, { headers: LIMITS });
const refused = (status: number, headers = {}): Response => new Response(null, { status, headers });
/** A reply whose connection is lost within its body. */
const broken = (): Response =>
  new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError("terminated")) }));

/** What `fetch` does: it answers or throws. */
type Answer = () => Response;

/** Runs the first example in virtual time, with a `fetch` that gives these answers one after the other. */
async function runExample(...answers: readonly Answer[]) {
  const [, example = ""] = /```js\nimport [^\n]*\n([^]*?)```/.exec(README) ?? [];
  const left = [...answers];
  const clock = createFakeClock();
  const given = {
    ...library,
    createRateLimiter: (options: library.RateLimiterOptions = {}) =>
      library.createRateLimiter({ ...options, clock, random: () => 1 }),
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
  it("imports what the package exports", () => {
    const [, names = ""] = /import \{ (.*) \} from "@colloquy\/rate-limit";/.exec(README) ?? [];
    expect(Object.keys(library)).toEqual(expect.arrayContaining(names.split(", ")));
  });

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
  ])("tries again if %s", async (_, answer) => {
    expect(await runExample(answer, answered)).toEqual({ reply: { answer: 42 }, asked: 2 });
  });

  it.each([
    [400, "invalid"],
    [401, "unauthorised"],
    [404, "not-found"],
    [413, "too-large"],
  ] as const)("sends one attempt if the server answers %i", async (status, kind) => {
    const { reply, asked } = await runExample(() => refused(status), answered);
    expect(reply).toMatchObject({ name: "CallError", kind });
    expect(asked).toBe(1);
  });
});

/** The names in backquotes in a part of the README. */
const namesIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
const section = (heading: string): string => README.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
const firstColumn = (text: string): string[] =>
  text.split("\n").flatMap((line) => (line.startsWith("| `") ? namesIn(line.split("|")[1] ?? "") : []));

describe("the names in the README", () => {
  it("include every option, with its default", () => {
    const settings = settingsOf({});
    expect(firstColumn(section("Options")).toSorted()).toEqual(Object.keys(settings).toSorted());
    const numbers = Object.entries(settings).filter(([, value]) => typeof value === "number");
    expect(numbers).not.toEqual([]);
    for (const [name, value] of numbers)
      expect(section("Options")).toMatch(new RegExp(`\\| \`${name}\` +\\| ${value.toLocaleString("en")} `));
  });

  it("of a limiter and of its snapshot exist, and every name of the snapshot is there", () => {
    const limiter = library.createRateLimiter();
    const paths = [...README.matchAll(/\blimiter\.(\w+)(?:\.(\w+))?/g)];
    for (const [path, name = "", inner] of paths) {
      expect(Reflect.get(limiter, name), path).toBeDefined();
      if (inner !== undefined) expect(Object.keys(limiter.snapshot), path).toContain(inner);
    }
    const named = paths.flatMap(([, name, inner]) => (name === "snapshot" && inner !== undefined ? [inner] : []));
    expect([...new Set(named)].toSorted()).toEqual(Object.keys(limiter.snapshot).toSorted());
  });

  it("include every kind of error", () => {
    const source = readFileSync(new URL("call-error.ts", SOURCES), "utf8");
    const type = /type CallErrorKind =([^;]*);/.exec(source)?.[1] ?? "";
    const kinds = [...type.matchAll(/"([^"]+)"/g)].map(([, kind = ""]) => kind);
    expect(kinds).toHaveLength(11);
    expect(namesIn(section("A call"))).toEqual(expect.arrayContaining(kinds));
  });

  it("include every file of the sources, and no other file", () => {
    const files = readdirSync(SOURCES).flatMap((file) => /^([\w-]+)\.ts$/.exec(file)?.[1] ?? []);
    const named = namesIn(section("How it is built")).filter((name) => !name.includes("/"));
    // The doors of the package, and what only has types and options.
    const others = ["index", "testing", "options", "rate-limiter", "call-tokens", "call-error", "limit-reading"];
    expect(named.toSorted()).toEqual(files.filter((file) => !others.includes(file)).toSorted());
  });
});
