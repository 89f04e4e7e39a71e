import type { Ledger, NameJudge, NamePair, Verdict } from "../ports/index.ts";
import { pairsToJudge, standingOf, verdictOn } from "../resolution/index.ts";
import { itemsOf, type PairItem, readNames, readVerdicts } from "./pair-items.ts";
import { askQuestions, type QuestionParts, type QuestionSettings } from "./questions.ts";
import { deriveChanges } from "./resolve.ts";
import { type RunContext, runStage, type StageParts } from "./run-types.ts";

/** Pairs of one call. */
const BATCH_SIZE = 80;

type JudgeLedger = Pick<
  Ledger,
  | "deriveFacts"
  | "mentionedNames"
  | "userPairs"
  | "verdicts"
  | "putVerdicts"
  | "decideByVerdicts"
  | "submit"
  | "failBatch"
>;

/**
 * Asks the judge about the pairs of names that have no verdict yet, and stores the decisions that follow from all
 * verdicts. It is called when all chunks are extracted. So the questions depend on the names alone, and not on the order of
 * replies. The first round asks about each pair, the second about those that the first calls the same: see `standingOf`.
 */
export async function judgePending(
  context: RunContext,
  parts: QuestionParts & { readonly ledger: JudgeLedger; readonly judging: StageParts<NameJudge> },
  settings: QuestionSettings,
): Promise<void> {
  const { ledger, judging } = parts;
  const { port } = judging;
  await runStage(context, "resolve", null, () => deriveChanges(context, ledger));
  const version = port.questionVersion;
  const names = await readNames(ledger);
  const pairs = pairsToJudge([...names.values()], await ledger.userPairs());
  await askQuestions<NamePair, Verdict, PairItem>(context, parts, settings, {
    stage: "judge",
    parts: judging,
    batchSize: BATCH_SIZE,
    open: async () => itemsOf(names, pairs, await readVerdicts(ledger, version), version),
    shown: ({ question: { shown } }, label) => ({ label, first: shown[0], second: shown[1] }),
    ask: (batch, options) => port.judge(batch, options),
    put: (reply, answered) =>
      ledger.putVerdicts(
        reply,
        answered.map(([{ question }, shown]) => ({ ...question, verdict: verdictOn(question, shown) })),
      ),
    whenFailed: "unsure",
  });
  const verdicts = await readVerdicts(ledger, version);
  await ledger.decideByVerdicts(
    pairs.flatMap(({ first, second }) => {
      const { isSame } = standingOf(verdicts(first, second));
      return isSame === null ? [] : [{ first, second, isSame }];
    }),
  );
}
