import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";

const PROCESSES = 4;
const FILES = 20;
/** Long enough for a process to write one row, so that all begin with the next file at the same time. */
const BETWEEN_FILES_MS = 50;

/** Adds one row to each file, none of which exists, at times that all processes have in common. */
const WRITER = `
  import { once } from "node:events";
  import { keptAnswers } from ${JSON.stringify(new URL("../src/composition/asking/kept-answers.ts", import.meta.url).href)};
  const [folder, name] = process.argv.slice(1);
  process.stdout.write("ready");
  const start = Number(String(await once(process.stdin, "data")));
  process.stdin.destroy();
  for (let file = 0; file < ${FILES}; file += 1) {
    while (Date.now() < start + ${BETWEEN_FILES_MS} * file);
    const answers = keptAnswers(\`\${folder}/\${file}.db\`);
    answers.replyTo("none");
    answers.add({ conversation: name, request: null, profile: null, reply: name });
  }`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-answers-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("Several processes create a file of answers at the same time, and all their rows are kept", async () => {
  const writers = Array.from({ length: PROCESSES }, (_, n) => {
    const writer = spawn(process.execPath, ["--input-type=module", "--eval", WRITER, folder, `writer ${n}`]);
    return { writer, errors: text(writer.stderr), ready: once(writer.stdout, "data"), end: once(writer, "close") };
  });
  await Promise.all(writers.map(({ ready }) => ready));
  const start = String(Date.now() + 100);
  for (const { writer } of writers) writer.stdin.write(start);
  const ended = await Promise.all(writers.map(async ({ end, errors }) => ({ end: await end, errors: await errors })));
  expect(ended).toEqual(Array.from({ length: PROCESSES }, () => ({ end: [0, null], errors: "" })));
  for (let file = 0; file < FILES; file += 1) {
    const database = new Database(join(folder, `${file}.db`), { readonly: true });
    const names = database.prepare("SELECT reply FROM answers ORDER BY reply").pluck().all();
    database.close();
    expect(names).toEqual(["writer 0", "writer 1", "writer 2", "writer 3"]);
  }
});
