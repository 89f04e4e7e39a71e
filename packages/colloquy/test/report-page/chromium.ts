import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const USUAL_PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

/** The Chromium that tests may start; null without a Chromium. */
export function chromiumPath(): string | null {
  const named = process.env["COLLOQUY_TEST_CHROMIUM"];
  if (named !== undefined && named !== "") return named;
  const onPath = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "google-chrome"));
  return [...USUAL_PLACES, ...onPath].find((path) => existsSync(path)) ?? null;
}

/** Part of the title of skipped tests. */
export const NO_CHROMIUM = "COLLOQUY_TEST_CHROMIUM is not set and no Chromium is installed: no browser to test with";
