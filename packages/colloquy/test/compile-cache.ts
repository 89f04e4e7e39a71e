import { fileURLToPath } from "node:url";

/** Caches compiled sources, because hundreds of processes and threads load the same files. */
export function keepCompiled(): void {
  process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL("../../../node_modules/.cache/compile", import.meta.url));
}
