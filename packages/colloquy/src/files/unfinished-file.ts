import { createHash, randomBytes } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";

const HOST = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
/** Tells processes of one number apart: in a container each is the first. */
const PROCESS_START = Math.floor(performance.timeOrigin).toString(36);
const UNFINISHED = /^\.colloquy-([0-9a-f]{8})-(\d+)-([0-9a-z]+)-[0-9a-f]{8}\.part$/;

/** A name beside a file, hidden, so that nobody takes what is unfinished for the file. It names the process that writes it. */
export function unfinishedBeside(path: string): string {
  const random = randomBytes(4).toString("hex");
  return join(dirname(path), `.colloquy-${HOST}-${process.pid}-${PROCESS_START}-${random}.part`);
}

/** Removes what processes of this machine left unfinished in a folder when they were killed. Never throws. */
export function removeAbandoned(folder: string): void {
  for (const name of namesIn(folder)) {
    const [, host, pid, start] = UNFINISHED.exec(name) ?? [];
    if (host !== HOST || isWritten(Number(pid), start)) continue;
    try {
      rmSync(join(folder, name), { force: true });
    } catch {
      // It takes room and does no harm.
    }
  }
}

function isWritten(pid: number, start: string | undefined): boolean {
  return pid === process.pid ? start === PROCESS_START : isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Any other failure: it is there, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
