import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "./report.ts";

const PACKAGE = path.join(REPOSITORY, "packages", "colloquy");

/**
 * Builds the command line as a package has it, in a folder of its own, so that the current source is measured.
 * The folder is removed when this process ends.
 * @returns the program's path.
 */
export function buildProgram(): string {
  execFileSync("npm", ["run", "--silent", "build:libraries"], { cwd: REPOSITORY, stdio: "inherit" });
  const folder = path.join(PACKAGE, "node_modules", ".cache", `colloquy-bench-${process.pid}`);
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  const typescript = path.join(REPOSITORY, "node_modules", ".bin", "tsc");
  const configuration = path.join(PACKAGE, "tsconfig.build.json");
  execFileSync(typescript, ["-p", configuration, "--outDir", path.join(folder, "dist")], { stdio: "inherit" });
  for (const each of ["package.json", "bin"])
    cpSync(path.join(PACKAGE, each), path.join(folder, each), { recursive: true });
  return path.join(folder, "bin", "colloquy.js");
}
