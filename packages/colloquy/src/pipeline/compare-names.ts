import { setImmediate } from "node:timers/promises";
import { compareMentioned } from "../resolution/index.ts";
import { judgePending } from "./judge.ts";
import { nameVectors } from "./name-vectors.ts";
import { type NamesToJudge, readNames } from "./pair-items.ts";
import { isExtracted } from "./questions.ts";
import { deriveChanges } from "./resolve.ts";
import { type RunContext, type RunParts, type RunSettings, runStage } from "./run-types.ts";

/** Transcripts of one call of the ledger. */
const TRANSCRIPTS_AT_ONCE = 20;

/**
 * Compares the names of the extracted chunks: by their vectors, if the run has a model for them, then by the judge, if there is
 * one. It is called after the extraction. So what is compared depends on the names alone, and not on the order of replies.
 * @returns the names and the pairs that may mean one thing; null if no names were compared.
 */
export async function compareNames(
  run: Omit<RunContext, "halt">,
  parts: RunParts,
  options: RunSettings,
): Promise<NamesToJudge | null> {
  const { ledger, embedding, judging } = parts;
  if (options.skipKg || (judging === undefined && (await hasNoVectors(parts)))) return null;
  const halted = new AbortController();
  const context = { ...run, stop: AbortSignal.any([run.stop, halted.signal]), halt: () => halted.abort() };
  try {
    await runStage(context, "resolve", null, () => deriveChanges(context, ledger));
    const compare = async (): Promise<NamesToJudge> => {
      while ((await ledger.deriveFacts(TRANSCRIPTS_AT_ONCE)).remaining > 0);
      const names = await readNames(ledger);
      const vectors = await nameVectors(context, ledger, embedding, [...names.keys()], options);
      const compared = [...names.values()].map((name) => ({ ...name, vector: vectors?.get(name.key) ?? null }));
      const { near, candidates } = await compareMentioned(compared, await ledger.userPairs(), () => setImmediate());
      if (vectors !== null) await ledger.joinByVectors(near);
      return { names, pairs: candidates };
    };
    const compared = await compare();
    if (judging !== undefined && (await isExtracted(context, parts, "Names are not compared yet")))
      await judgePending(context, { ...parts, judging }, options, compared, compare);
    return compared;
  } finally {
    await parts.onStageEnded?.("embed");
  }
}

async function hasNoVectors({ ledger, embedding: { port } }: RunParts): Promise<boolean> {
  if (port.matchesWords !== true) return false;
  const active = await ledger.activeEmbedding();
  return active === null || active.profile === port.profile;
}
