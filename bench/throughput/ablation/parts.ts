import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type * as rateLimit from "@colloquy/rate-limit";
import { REPOSITORY } from "../../report.ts";

/** A part of the limiter, and the edit of its source that switches the part off. */
export interface Part {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export const PARTS: readonly Part[] = [
  {
    name: "hidden reserve",
    file: "provider-limit.ts",
    find: "new Reserve()",
    replace: "Object.assign(new Reserve(), { show: () => false, suspect: () => false })",
  },
  {
    name: "overflow",
    file: "charge-samples.ts",
    find: "overflowBetween(anchor, sends, this.#resource, limit)",
    replace: "mayHaveFilled ? null : 0",
  },
  {
    name: "charge fit",
    file: "charge-fit.ts",
    find: "if (!(charged > 0) || calls.length === 0) return;",
    replace: "return;",
  },
  {
    name: "climbing limit",
    file: "gate.ts",
    find: "this.admission.known ? this.#following : this.#climbing",
    replace: "this.admission.known ? this.#following : fixedLimit(1_000)",
  },
  {
    name: "cut of slow replies",
    file: "limiter.ts",
    find: "sweep(draining,",
    replace: "sweep(false,",
  },
  {
    name: "longest first",
    file: "waiting-calls.ts",
    find: "this.#ready.reorder(draining ? longestFirst : inOrder);",
    replace: "",
  },
  {
    name: "share of others",
    file: "provider-limit.ts",
    find: "#noteCorrection(correction: number, now: number): void {",
    replace: "#noteCorrection(correction: number, now: number): void { return;",
  },
  {
    name: "learnt margin",
    file: "provider-limit.ts",
    find: "this.#margin = Math.min(MOST_JITTER_MS * this.refill, 1.5 * this.#margin);",
    replace: "",
  },
  {
    name: "window length",
    file: "provider-limit.ts",
    find: "if (remaining === null || resetMs === null) return current ?? 60_000;",
    replace: "return current ?? 60_000;",
  },
  { name: "slow start", file: "gate.ts", find: "this.admission.known ? this.slowStart.waitFor(now) : 0", replace: "0" },
  { name: "overload throttle", file: "gate.ts", find: "this.overloadThrottle.waitFor(now)", replace: "0" },
  {
    name: "following limit",
    file: "gate.ts",
    find: "this.admission.known ? this.#following",
    replace: "this.admission.known ? fixedLimit(1_000)",
  },
  { name: "usual formula", file: "admission.ts", find: 'this.charges.assume("usual")', replace: "" },
  { name: "doubts", file: "admission.ts", find: "const DOUBTS = 2", replace: "const DOUBTS = Infinity" },
  {
    name: "prices of refusals",
    file: "charge-model.ts",
    find: "learnStated(resource: LimitedResource, tokens: CallTokens, amount: number): void {",
    replace: "learnStated(resource: LimitedResource, tokens: CallTokens, amount: number): void { return;",
  },
  {
    name: "factor of usage",
    file: "charge-fit.ts",
    find: "if (this.#samples > 0) return;",
    replace: "return;",
  },
  {
    name: "spacing of sightings",
    file: "admission.ts",
    find: "if (busy && !send.refused",
    replace: "if (false",
  },
];

export interface LimiterCopy {
  readonly part: Part | null;
  readonly createRateLimiter: typeof rateLimit.createRateLimiter;
}

/**
 * Loads a copy of the limiter in which one part is switched off; null: the whole limiter.
 * @throws Error unless the source has the text of the part exactly once.
 */
export async function loadWithout(part: Part | null): Promise<LimiterCopy> {
  const source = path.join(REPOSITORY, "packages", "rate-limit", "src");
  const folder = mkdtempSync(path.join(tmpdir(), "rate-limit-"));
  try {
    cpSync(source, folder, { recursive: true });
    writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
    if (part !== null) edit(path.join(folder, part.file), part);
    const { createRateLimiter } = (await import(pathToFileURL(path.join(folder, "index.ts")).href)) as typeof rateLimit;
    return { part, createRateLimiter };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function edit(file: string, { name, find, replace }: Part): void {
  const text = readFileSync(file, "utf8");
  if (text.split(find).length !== 2) throw new Error(`Expected ${file} to have the text of "${name}" once: ${find}`);
  writeFileSync(
    file,
    text.replace(find, () => replace),
  );
}
