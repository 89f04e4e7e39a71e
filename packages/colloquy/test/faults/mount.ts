import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether this process may mount file systems, as root outside of most containers. */
export function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), "colloquy-mount-"));
  try {
    mountMemory(folder, 16);
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Mounts a file system of the given size over an empty folder. */
export function mountMemory(folder: string, kib: number): void {
  run("mount", "-t", "tmpfs", "-o", `size=${kib}k`, "tmpfs", folder);
}

export function remount(folder: string, options: string): void {
  run("mount", "-o", `remount,${options}`, folder);
}

export function unmount(folder: string): void {
  run("umount", "--lazy", folder);
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { stdio: "ignore" });
}
