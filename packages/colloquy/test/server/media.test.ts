import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as api from "../../src/api/index.ts";
import { MediaLibrary } from "../../src/server/media/library.ts";
import { MEETING, RADIO, type ServedTalks, serveTalks, sharedTalks } from "./served-talks.ts";

const SOUND = "0123456789";
const W = "/api/w/talks";

let root: string;
let media: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "colloquy-media-"));
  media = join(root, "media");
  mkdirSync(join(media, "meetings"), { recursive: true });
  writeFileSync(join(media, "meetings", "2026-03-05 planning.mp3"), SOUND);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("the recording of a transcript", () => {
  let talks: ServedTalks;
  let url: string;
  beforeAll(async () => {
    talks = await serveTalks(await sharedTalks(), { mediaDir: media });
    const { json } = await talks.call(`${W}/transcripts/${encodeURIComponent(MEETING)}`);
    ({ url } = api.transcript.parse(json).media ?? { url: "" });
  });
  afterAll(() => talks[Symbol.asyncDispose]());

  it("is named in the transcript, and sent", async () => {
    expect(url).toMatch(new RegExp(`^${W}/media/[0-9a-f]{32}$`));
    const { status, headers, text } = await talks.call(url);
    expect([status, text]).toEqual([200, SOUND]);
    expect(headers).toMatchObject({ "content-type": "audio/mpeg", "content-length": "10", "accept-ranges": "bytes" });
    expect((await talks.call(`${W}/transcripts/${RADIO}`)).json).toMatchObject({ media: null });
  });

  it.each([
    ["bytes=0-3", "0123", "bytes 0-3/10"],
    ["bytes=4-", "456789", "bytes 4-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=8-100", "89", "bytes 8-9/10"],
    ["bytes=-100", SOUND, "bytes 0-9/10"],
  ])("is sent in parts: %s", async (range, part, header) => {
    const { status, headers, text } = await talks.call(url, { headers: { range } });
    expect([status, text, headers["content-range"]]).toEqual([206, part, header]);
    expect(headers["content-length"]).toBe(String(part.length));
  });

  it.each(["bytes=10-", "bytes=100-200", "bytes=-0"])("has no part %s", async (range) => {
    const { status, headers, text } = await talks.call(url, { headers: { range } });
    expect([status, text, headers["content-range"]]).toEqual([416, "", "bytes */10"]);
  });

  it.each(["bytes=0-1,3-4", "bytes=3-1", "bytes=a-b", "lines=1-2", "bytes=-"])(
    "is sent whole for a range that is none: %s",
    async (range) => {
      expect(await talks.call(url, { headers: { range } })).toMatchObject({ status: 200, text: SOUND });
    },
  );

  it("is sent whole if it has changed since the client got a part, and not at all if it has not", async () => {
    const { headers } = await talks.call(url);
    const { etag = "" } = headers;
    const range = "bytes=0-3";
    expect(await talks.call(url, { headers: { range, "if-range": etag } })).toMatchObject({ status: 206 });
    expect(await talks.call(url, { headers: { range, "if-range": '"other"' } })).toMatchObject({ status: 200 });
    expect(await talks.call(url, { headers: { "if-none-match": etag } })).toMatchObject({ status: 304, text: "" });
  });

  it("answers HEAD without the content", async () => {
    const head = await talks.call(url, { method: "HEAD" });
    expect(head).toMatchObject({ status: 200, text: "" });
    expect(head.headers["content-length"]).toBe("10");
    const part = await talks.call(url, { method: "HEAD", headers: { range: "bytes=0-3" } });
    expect(part.headers).toMatchObject({ "content-length": "4", "content-range": "bytes 0-3/10" });
  });

  it("needs a session", async () => {
    expect(await talks.call(url, { headers: { authorization: undefined } })).toMatchObject({ status: 401 });
  });

  it("is closed when the client goes away in the middle", async () => {
    const large = join(media, "radio.wav");
    writeFileSync(large, Buffer.alloc(20_000_000));
    const { json } = await talks.call(`${W}/transcripts`);
    const id = api
      .listing(api.listedTranscript)
      .parse(json)
      .items.find(({ file }) => file === RADIO)?.id;
    await new Promise<void>((resolve) => {
      const { port, serving } = talks;
      const headers = { authorization: `Bearer ${serving.token}` };
      get({ host: "127.0.0.1", port, path: `${W}/media/${id}`, headers }, (response) => {
        response.once("data", () => response.destroy());
        response.once("close", resolve).on("error", () => undefined);
      });
    });
    if (process.platform === "linux")
      await expect.poll(() => execFileSync("ls", ["-l", `/proc/${process.pid}/fd`]).toString()).not.toContain(large);
    expect(talks.problems).toEqual([]);
    rmSync(large);
  });
});

it("Transcripts are shown without a recording when the folder is gone", async () => {
  const folder = mkdtempSync(join(root, "removed-"));
  writeFileSync(join(folder, "radio.mp3"), SOUND);
  await using talks = await serveTalks(await sharedTalks(), { mediaDir: folder });
  rmSync(folder, { recursive: true });
  for (const path of [`${W}/transcripts/${RADIO}`, `${W}/transcripts`]) {
    const { status, text } = await talks.call(path);
    expect([path, status]).toEqual([path, 200]);
    expect(text).not.toContain(folder);
  }
  expect(talks.problems).toEqual([
    expect.stringMatching(/^The folder of recordings .* cannot be read \(it does not exist\)/),
  ]);
});

/** Permissions do not apply to the administrator. */
function asOrdinaryUser(work: () => void): void {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    work();
  } finally {
    process.seteuid?.(0);
  }
}

describe("a library of recordings", () => {
  const library = (folder: string | null, url: string | null = null): MediaLibrary =>
    new MediaLibrary({ folder, url, now: () => 0, onProblem: () => undefined });
  const of = (each: MediaLibrary, file: string) => each.of("talks", { id: "1", file });

  it("finds a file with the path of the transcript, or else the only one with its name", () => {
    const folder = mkdtempSync(join(root, "named-"));
    for (const name of ["a", "b"]) mkdirSync(join(folder, name));
    for (const file of ["a/one.m4a", "b/one.MP4", "a/two.webm", "a/two.mp3", "three.txt"])
      writeFileSync(join(folder, file), "");
    const found = library(folder);
    expect(of(found, "a/one.vtt")).toEqual({ kind: "audio", url: "/api/w/talks/media/1" });
    expect(of(found, "b/one.vtt")).toMatchObject({ kind: "video" });
    expect(of(found, "c/one.vtt")).toBeNull();
    expect(of(found, "other/two.en.vtt")).toBeNull();
    expect(of(found, "other/two.srt")).toMatchObject({ kind: "audio" });
    expect(of(found, "three.txt")).toBeNull();
  });

  it("opens no link that leads out of its folder, and nothing but files", () => {
    const folder = mkdtempSync(join(root, "linked-"));
    writeFileSync(join(root, "secret.mp3"), "a secret");
    mkdirSync(join(root, "outside"));
    writeFileSync(join(root, "outside", "deep.mp3"), "a secret");
    symlinkSync(join(root, "secret.mp3"), join(folder, "link.mp3"));
    symlinkSync(join(root, "outside"), join(folder, "folder"));
    mkdirSync(join(folder, "folder.mp3"));
    execFileSync("mkfifo", [join(folder, "pipe.mp3")]);
    const found = library(folder);
    for (const file of [
      "link.vtt",
      "folder/deep.vtt",
      "folder.vtt",
      "pipe.vtt",
      "../secret.vtt",
      "../outside/deep.vtt",
    ])
      expect(found.open(file), file).toBeNull();
  });

  it("notices new files after a while", () => {
    const folder = mkdtempSync(join(root, "later-"));
    let time = 0;
    const found = new MediaLibrary({ folder, url: null, now: () => time, onProblem: () => undefined });
    expect(of(found, "one.vtt")).toBeNull();
    writeFileSync(join(folder, "one.mp3"), "");
    time = 9_999;
    expect(of(found, "one.vtt")).toBeNull();
    time = 10_000;
    expect(of(found, "one.vtt")).not.toBeNull();
  });

  it("leaves out a folder that may not be read, and says so once", () => {
    const folder = mkdtempSync(join(root, "private-"));
    for (const name of ["open", "closed"]) mkdirSync(join(folder, name));
    for (const file of ["open/one.mp3", "closed/two.mp3"]) writeFileSync(join(folder, file), "");
    for (const each of [root, folder]) chmodSync(each, 0o755);
    chmodSync(join(folder, "closed"), 0o000);
    const problems: string[] = [];
    let time = 0;
    const found = new MediaLibrary({ folder, url: null, now: () => time, onProblem: (each) => problems.push(each) });
    asOrdinaryUser(() => {
      for (; time < 100_000; time += 10_000) {
        expect(of(found, "open/one.vtt")).not.toBeNull();
        expect(of(found, "closed/two.vtt")).toBeNull();
      }
    });
    chmodSync(join(folder, "closed"), 0o755);
    expect(problems).toEqual([
      `The folder of recordings ${join(folder, "closed")} cannot be read (permission denied): transcripts are shown without the recordings in it.`,
    ]);
    time += 10_000;
    expect(of(found, "closed/two.vtt")).not.toBeNull();
  });

  it("opens no file that was replaced by a link after it was listed", () => {
    const folder = mkdtempSync(join(root, "replaced-"));
    writeFileSync(join(root, "hidden.mp3"), "a secret");
    writeFileSync(join(folder, "own.mp3"), "own");
    const found = library(folder);
    expect(of(found, "own.vtt")).not.toBeNull();
    rmSync(join(folder, "own.mp3"));
    symlinkSync(join(root, "hidden.mp3"), join(folder, "own.mp3"));
    expect(found.open("own.vtt")).toBeNull();
  });

  it("makes addresses of the names and paths of transcripts", () => {
    const named = library(null, "https://media.example/{name}.mp4?a=1");
    expect(of(named, "a b/c&d.vtt")).toEqual({ kind: "video", url: "https://media.example/c%26d.mp4?a=1" });
    const placed = library(null, "http://127.0.0.1:9/{path}.mp3");
    expect(of(placed, "a b/c?d.vtt")).toEqual({ kind: "audio", url: "http://127.0.0.1:9/a%20b/c%3Fd.mp3" });
    expect([named.origins, placed.origins]).toEqual([["https://media.example"], ["http://127.0.0.1:9"]]);
    expect(of(library(media, "https://media.example/{name}.mp3"), MEETING)).toMatchObject({
      url: "/api/w/talks/media/1",
    });
  });

  it.each([
    "https://media.example/a.mp3",
    "{name}",
    "file:///{name}",
    "javascript:{name}",
    "https://{name}.example/",
    "https://{name}/",
  ])("refuses %s as an address", (url) => {
    expect(() => library(null, url)).toThrow(/--media-url is .*, but must be an address with \{name\} or \{path\}/);
  });

  it("refuses a folder that does not exist", () => {
    expect(() => library(join(root, "none"))).toThrow(/The folder of recordings .* name another one with --media-dir/);
  });
});
