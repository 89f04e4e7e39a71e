import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const COLLOQUY = join(import.meta.dirname, "../../colloquy/bin/colloquy.js");

export interface ServeOptions {
  readonly cwd: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The workspace that is shown at first; null: a person chooses one. */
  readonly workspace?: string | null;
}

/** A process `colloquy serve`. Disposal ends it as Ctrl-C does. */
export class Serving implements AsyncDisposable {
  readonly #process: ChildProcess;
  /** The address that it printed, with the token. */
  readonly url: string;

  private constructor(process: ChildProcess, url: string) {
    this.#process = process;
    this.url = url;
  }

  /** Starts the command on a free port. @throws Error with its messages if it ends before it prints an address. */
  static async start({ cwd, args = [], environment = {}, workspace = "sample" }: ServeOptions): Promise<Serving> {
    const first = workspace === null ? [] : ["--workspace", workspace];
    const child = run(cwd, ["serve", "--port", "0", "--json", ...first, ...args], environment);
    const line = await firstLine(child);
    return new Serving(child, (JSON.parse(line) as { readonly link: string }).link);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGINT");
    await ended;
  }
}

/** Runs a command of Colloquy to its end. @throws Error with its messages if it fails. */
export async function colloquy(cwd: string, args: readonly string[], environment = {}): Promise<void> {
  const child = run(cwd, args, environment);
  let messages = "";
  child.stderr?.on("data", (piece) => (messages += String(piece)));
  child.stdout?.resume();
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`colloquy ${args.join(" ")} ended with ${String(code)}: ${messages}`);
}

function run(cwd: string, args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [COLLOQUY, ...args], {
    cwd,
    env: { PATH: process.env["PATH"], HOME: cwd, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  let output = "";
  let messages = "";
  child.stderr?.on("data", (piece) => (messages += String(piece)));
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`colloquy serve ended with ${String(code)}: ${messages}`)));
    child.stdout?.on("data", (piece) => {
      output += String(piece);
      const end = output.indexOf("\n");
      if (end >= 0) resolve(output.slice(0, end));
    });
  });
}
