import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { REPOSITORY } from "../report.ts";

const PROGRAM = path.join(REPOSITORY, "packages", "colloquy", "bin", "colloquy.js");
/** The unit of processor time in /proc. */
const TICK_MS = 10;

/** A workspace in a data folder, with the folder of its reports. */
export interface Place {
  readonly dataDir: string;
  readonly outputDir: string;
  readonly workspace: string;
}

/** A request of the API: a GET, or a POST with a body. */
export interface Call {
  readonly path: string;
  readonly body?: object;
  /** The time ends with the first event of the answer, which has no end. */
  readonly isEndless?: true;
}

export interface Answered {
  readonly ms: number;
  /** Of the body, as they were transferred: compressed. */
  readonly bytes: number;
}

/** A process `colloquy serve` over one workspace. Questions are kept in a folder of its own: the workspace is not changed. */
export class Serving implements AsyncDisposable {
  /** The address that opens a session. */
  readonly link: string;
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #agent = new http.Agent({ keepAlive: true });

  private constructor(child: ChildProcess, folder: string, link: string) {
    [this.#process, this.#folder, this.link] = [child, folder, link];
  }

  static async start({ dataDir, outputDir, workspace }: Place): Promise<Serving> {
    const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-explorer-"));
    const own = path.join(folder, workspace);
    mkdirSync(own);
    for (const file of readdirSync(path.join(dataDir, workspace)).filter((name) => !name.startsWith("answers.db")))
      symlinkSync(path.resolve(dataDir, workspace, file), path.join(own, file));
    const places = ["--data-dir", folder, "--output-dir", path.resolve(outputDir), "--workspace", workspace];
    const child = spawn(process.execPath, [PROGRAM, "serve", "--port", "0", "--json", "--no-open", ...places], {
      cwd: folder,
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const line = await firstLine(child);
    return new Serving(child, folder, (JSON.parse(line) as { readonly link: string }).link);
  }

  get origin(): string {
    return new URL(this.link).origin;
  }

  /** Memory of the server, in units of 10^6 bytes. */
  get megabytes(): number {
    return residentMegabytes(this.#process.pid ?? 0);
  }

  /** Processor time of the server since it started, of all its threads, in milliseconds. */
  get cpuMs(): number {
    if (process.platform !== "linux") return Number.NaN;
    const stat = readFileSync(`/proc/${this.#process.pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  }

  /** Reads JSON. @throws Error for any status but 200. */
  async read<Content>(call: Call): Promise<Content> {
    const { content } = await this.#send(call, { accept: "application/json" });
    return JSON.parse(content.toString("utf8")) as Content;
  }

  /** Sends a request as a browser does, with compression. @throws Error for any status but 200. */
  async measure(call: Call): Promise<Answered> {
    const begun = performance.now();
    const { content } = await this.#send(call, { "accept-encoding": "gzip" });
    return { ms: performance.now() - begun, bytes: content.length };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#agent.destroy();
    if (this.#process.exitCode === null) {
      const ended = once(this.#process, "exit");
      this.#process.kill("SIGINT");
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #send({ path: address, body, isEndless }: Call, accepted: http.OutgoingHttpHeaders) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const token = new URL(this.link).searchParams.get("token");
    const headers = { ...accepted, authorization: `Bearer ${token}`, "content-type": "application/json" };
    const request = http.request(new URL(`/api${address}`, this.origin), {
      agent: this.#agent,
      method: text === undefined ? "GET" : "POST",
      headers,
    });
    request.end(text);
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    const pieces: Buffer[] = [];
    for await (const piece of response) {
      pieces.push(piece as Buffer);
      if (isEndless === true) break;
    }
    const content = Buffer.concat(pieces);
    if (response.statusCode === 200) return { content };
    throw new Error(`${address} ${text ?? ""} was answered with ${response.statusCode}: ${content.toString("utf8")}`);
  }
}

/** Memory of a process in units of 10^6 bytes; pages that processes share are divided among them. NaN where Linux is not. */
export function residentMegabytes(pid: number): number {
  if (process.platform !== "linux") return Number.NaN;
  const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
  return (Number(kilobytes) * 1_024) / 1e6;
}

async function firstLine(child: ChildProcess): Promise<string> {
  let output = "";
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`colloquy serve ended with ${String(code)}.`)));
    child.stdout?.on("data", (piece) => {
      output += String(piece);
      const end = output.indexOf("\n");
      if (end >= 0) resolve(output.slice(0, end));
    });
  });
}
