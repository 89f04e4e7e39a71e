import { optionsOf } from "../../../config/index.ts";
import { givenFlags } from "../../given-flags.ts";
import type { ShownEstimate } from "./shown-estimate.ts";

/** Chunks of a trial run: cheap, and enough for a measurement. */
const TRIAL = 50;
const NOT_REPEATED: readonly string[] = ["json", "quiet", "verbose"];

interface NextCall {
  /** The purpose of the call. */
  readonly remark: string;
  readonly call: string;
}

/** Suggested calls. */
export function nextCalls({ result, flags }: ShownEstimate): readonly NextCall[] {
  const workspace = result.workspace === "default" ? "" : ` --workspace ${result.workspace}`;
  if (result.chunks.pending === 0 && result.files.new + result.files.edited === 0)
    return [{ remark: "nothing is left to do; the contents of the workspace:", call: `colloquy status${workspace}` }];
  const repeated = optionsOf("ingest").filter((key) => !NOT_REPEATED.includes(key));
  const ingest = `colloquy ingest${givenFlags(flags, repeated)}`;
  const whole = { remark: "the run that was estimated:", call: ingest };
  const isUnmeasured = result.modelStages.some(
    // A trial asks no questions, because they follow the extraction of all chunks.
    ({ stage, measuredOn, inputTokens, chunks }) =>
      (stage === "extract" || stage === "embed") && measuredOn === null && inputTokens.most > 0 && chunks > 2 * TRIAL,
  );
  if (!isUnmeasured || flags.limit !== undefined) return [whole];
  const trial = `a trial of ${TRIAL} chunks, which makes the next estimate much narrower:`;
  return [{ remark: trial, call: `${ingest} --limit ${TRIAL}` }, whole];
}
