import { expect } from "vitest";
import type { IngestEnd, Workplace } from "./workplace.ts";

/** What an undisturbed run of the same folder came to. */
export interface Undisturbed {
  readonly digest: string;
  readonly chunks: number;
  readonly events: number;
}

/** Runs once without disturbance in a data folder of its own. */
export async function runUndisturbed(place: Workplace): Promise<Undisturbed> {
  place.startAfresh();
  const end = await place.ingest();
  expect(end.exitCode, end.stderr).toBe(0);
  const { digest = "", chunks } = end.result ?? {};
  expect(await place.exportedDigest()).toBe(digest);
  place.startAfresh();
  return { digest, chunks: chunks?.total ?? 0, events: end.events.length };
}

/** Chunks whose extraction is settled in the workspace; 0 where there is none. */
export async function settledChunks(place: Workplace): Promise<number> {
  return (await place.status())?.chunks.extracted ?? 0;
}

/** Lets the run go on to its end: it comes to the undisturbed digest and asks for nothing that was settled. */
export async function expectToGoOn(
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
