import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "./report.ts";

/**
 * Builds the command line as a package has it, apart from `dist`, so that the current source is measured.
 * It is removed when this process ends.
 * @returns the program's path.
 */
export function buildProgram(): string {
  const folder = path.join(REPOSITORY, "node_modules", ".cache", `colloquy-bench-${process.pid}`);
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  const typescript = path.join(REPOSITORY, "node_modules", ".bin", "tsc");
  const configuration = path.join(REPOSITORY, "tsconfig.build.json");
  execFileSync(typescript, ["-p", configuration, "--outDir", path.join(folder, "dist")], { stdio: "inherit" });
  for (const each of ["package.json", "bin"])
    cpSync(path.join(REPOSITORY, each), path.join(folder, each), { recursive: true });
  return path.join(folder, "bin", "colloquy.js");
}
