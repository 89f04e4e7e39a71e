import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { colloquy, colloquyProcess } from "../cli/process.ts";
import { call, copyOfTalks } from "./served-talks.ts";

let folder: Awaited<ReturnType<typeof copyOfTalks>>;
beforeAll(async () => {
  folder = await copyOfTalks();
});
afterAll(() => folder[Symbol.dispose]());

const args = (...more: string[]): string[] => ["serve", "--data-dir", folder.dataDir, "--workspace", "talks", ...more];

describe("colloquy serve", () => {
  it.each([
    [["--workspace", "none"], {}, 2, /There is no workspace none in .*Name an existing workspace .*\(talks\)/],
    [["--workspace", "default"], {}, 2, /There is no workspace default in .*\(talks\)/],
    [["--port", "70000"], {}, 2, /--port is '70000', but must be a whole number from 0 to 65535/],
    [["--host", ""], {}, 2, /The address to listen on is empty/],
    [
      ["--host", "0.0.0.0"],
      {},
      2,
      /Other machines can reach 0\.0\.0\.0: set COLLOQUY_SERVE_PASSWORD to a password of at/,
    ],
    [["--host", "::"], { COLLOQUY_SERVE_PASSWORD: "eleven char" }, 2, /COLLOQUY_SERVE_PASSWORD must have at least 12/],
    [
      [],
      { COLLOQUY_SERVE_PASSWORD: "short" },
      2,
      /COLLOQUY_SERVE_PASSWORD must have at least 12 characters: set a longer/,
    ],
    [
      ["--password", "abcdefghijklmnop"],
      {},
      2,
      /--password is no option, .*set COLLOQUY_SERVE_PASSWORD in the environment or in \.env/,
    ],
    [
      ["--public-url", "https://talks.example.org"],
      {},
      2,
      /Other machines can reach https:\/\/talks\.example\.org: set COLL/,
    ],
    [["--public-url", "talks"], {}, 2, /--public-url is talks, but must be an/],
    [["--media-dir", "none"], {}, 2, /The folder of recordings none cannot be read/],
    [["--media-url", "none"], {}, 2, /--media-url is none, but must be an address/],
    [
      ["--port", "0", "--host", "192.0.2.1"],
      { COLLOQUY_SERVE_PASSWORD: "correct horse" },
      1,
      /cannot listen on port 0/,
    ],
  ])("ends with a sentence when it is called with %j and %j", async (more, environment, exitCode, sentence) => {
    const ended = await colloquy(args(...more), { cwd: folder.root, environment });
    expect(ended.stderr).toMatch(sentence);
    expect(ended).toMatchObject({ exitCode, stdout: "" });
  });

  it("ends with exit code 1 when the port is in use, if it was given", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const ended = await colloquy(args("--port", String(port)), { cwd: folder.root });
    expect(ended).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining("is in use: choose") });
    other.close();
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("prints its link once, serves until %s, and ends with exit code %i", async (signal, exitCode) => {
    let answer: ReturnType<typeof call> | undefined;
    const ended = await colloquyProcess(args("--port", "0", "--quiet"), {
      cwd: folder.root,
      onOutput: ({ stdout }, child) => {
        if (answer !== undefined || !stdout.includes("\n")) return;
        const { port, searchParams } = new URL(stdout.trim());
        const authorization = `Bearer ${searchParams.get("token")}`;
        answer = call(Number(port), "/api/w/talks/people?limit=1", { headers: { authorization } });
        void answer.finally(() => child.kill(signal));
      },
    });
    expect(await answer).toMatchObject({ status: 200, json: { items: [{ name: "Ada Okafor" }] } });
    expect(ended).toMatchObject({ exitCode, stderr: "" });
    expect(ended.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/w\/talks\?token=[\w-]{32}\n$/);
  });

  it("shows no workspace first without --workspace", async () => {
    const ended = await colloquyProcess(["serve", "--data-dir", folder.dataDir, "--port", "0", "--json"], {
      cwd: folder.root,
      onOutput: ({ stdout }, child) => void (stdout.includes("\n") && child.kill("SIGTERM")),
    });
    expect(JSON.parse(ended.stdout)).toMatchObject({
      workspace: null,
      link: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?token=/),
    });
  });

  it("prints a line of JSON with --json", async () => {
    const ended = await colloquyProcess(args("--port", "0", "--json"), {
      cwd: folder.root,
      onOutput: ({ stdout }, child) => void (stdout.includes("\n") && child.kill("SIGTERM")),
    });
    const line = JSON.parse(ended.stdout) as Readonly<Record<string, string>>;
    expect(line).toEqual({
      event: "serving",
      address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
      link: `${line.address}w/talks?token=${line.token}`,
      token: expect.stringMatching(/^[\w-]{32}$/),
      workspace: "talks",
    });
  });
});
