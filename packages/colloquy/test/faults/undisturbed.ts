import { expect } from "vitest";
import type { IngestEnd, Workplace } from "./workplace.ts";

/** The result of an undisturbed run of the same folder. */
export interface Undisturbed {
  readonly digest: string;
  readonly chunks: number;
  readonly events: number;
}

/** Runs once without disturbance in a separate data folder. */
export async function runUndisturbed(place: Workplace): Promise<Undisturbed> {
  place.useNewDataFolder();
  const end = await place.ingest();
  expect(end.exitCode, end.stderr).toBe(0);
  const { digest = "", chunks } = end.result ?? {};
  expect(await place.exportedDigest()).toBe(digest);
  place.useNewDataFolder();
  return { digest, chunks: chunks?.total ?? 0, events: end.events.length };
}

/** The number of extracted chunks in the workspace; 0 without a workspace. */
export async function settledChunks(place: Workplace): Promise<number> {
  return (await place.status())?.chunks.extracted ?? 0;
}

/** Continues the run to its end, and checks for the undisturbed digest and for no repeated requests. */
export async function expectToContinue(
  place: Workplace,
  undisturbed: Pick<Undisturbed, "digest" | "chunks">,
  args: readonly string[] = [],
): Promise<IngestEnd> {
  const settled = await settledChunks(place);
  const end = await place.ingest({ args });
  expect(end.exitCode, end.stderr).toBe(0);
  expect(end.extracted).toBe(undisturbed.chunks - settled);
  expect(end.result?.digest).toBe(undisturbed.digest);
  expect(await place.exportedDigest()).toBe(undisturbed.digest);
  return end;
}
