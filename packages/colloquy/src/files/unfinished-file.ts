import { createHash, randomBytes } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";

const HOST = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
/** Distinguishes processes with the same number: many containers have a process 1. */
const PROCESS_START = Math.floor(performance.timeOrigin).toString(36);
const UNFINISHED = /^\.colloquy-([0-9a-f]{8})-(\d+)-([0-9a-z]+)-[0-9a-f]{8}\.part$/;

/** Returns a hidden path next to a file or a folder for its unfinished content. The name contains the writing process. */
export function unfinishedBeside(path: string): string {
  const random = randomBytes(4).toString("hex");
  return join(dirname(path), `.colloquy-${HOST}-${process.pid}-${PROCESS_START}-${random}.part`);
}

/** Removes unfinished files and folders of killed processes of this machine from a folder. Never throws. */
export function removeAbandoned(folder: string): void {
  for (const name of namesIn(folder)) {
    const [, host, pid, start] = UNFINISHED.exec(name) ?? [];
    if (host !== HOST || isWritten(Number(pid), start)) continue;
    try {
      rmSync(join(folder, name), { force: true, recursive: true });
    } catch {
      // It takes disk space and does no harm.
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
    // Any other failure: the process exists and belongs to another user.
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
