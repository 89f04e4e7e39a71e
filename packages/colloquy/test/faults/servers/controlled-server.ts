import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A server that a test may stop, with its own port and data. */
export interface ControlledServer extends AsyncDisposable {
  readonly port: number;
  /** The environment variables that its start command printed. */
  readonly environment: Readonly<Record<string, string>>;
  /** Waits until it responds. */
  start(): Promise<void>;
  /** Stops it cleanly. */
  stop(): Promise<void>;
  /** Kills it, as in a crash. */
  kill(): Promise<void>;
}

/** `dataOption` is the command's option for the data folder. */
export async function startControlledServer(
  command: string,
  dataOption: "--home" | "--data",
): Promise<ControlledServer> {
  const data = mkdtempSync(join(tmpdir(), "colloquy-server-"));
  const port = await freePort();
  const control = (verb: string, ...options: readonly string[]) =>
    run(command, [verb, "--port", String(port), ...options], { timeout: 300_000 });
  const begin = () => control("start", dataOption, data);
  // Neo4j is identified by its data folder, Qdrant by its port.
  const named = dataOption === "--home" ? [dataOption, data] : [];
  const { stdout } = await begin();
  const lines = stdout.split("\n").filter((line) => line.includes("="));
  const stop = async (): Promise<void> => void (await control("stop", ...named));
  return {
    port,
    environment: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2))) as Record<string, string>,
    start: async () => void (await begin()),
    stop,
    kill: async () => void (await control("kill9", ...named)),
    async [Symbol.asyncDispose]() {
      await stop().catch(() => undefined);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => void server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port was given.");
  return address.port;
}
