import type { Ledger, NameJudge, NamePair, NameSense, Verdict } from "../ports/index.ts";
import { derivedRelation, isOfOneMention, standingOf, verdictOn } from "../resolution/index.ts";
import { judgedSenses, readPlaces } from "./name-senses.ts";
import { itemsOf, type NamesToJudge, type PairItem, readVerdicts } from "./pair-items.ts";
import { askQuestions, type QuestionParts, type QuestionSettings } from "./questions.ts";
import type { RunContext, StageParts } from "./run-types.ts";

/** Pairs of one call: with fewer, names are shown more often. */
export const PAIRS_PER_CALL = 400;

type JudgeLedger = Pick<
  Ledger,
  | "mentionedPlaces"
  | "decideSenses"
  | "verdicts"
  | "putVerdicts"
  | "decideByVerdicts"
  | "relateByVerdicts"
  | "submit"
  | "failBatch"
>;

/**
 * Asks the judge about the pairs of names that have no verdict yet, and stores the decisions that follow from all
 * verdicts. It is called when all chunks are extracted. So the questions depend on the names alone, and not on the order of
 * replies. The first round asks about each pair, the second about those that the first calls the same, a kind or a part: see `standingOf`.
 * It is also asked whether names mean one thing in all chunks that mention them: see `sensesOf`.
 * @param compareAgain derives facts with the senses that the verdicts part, and compares the names again.
 */
export async function judgePending(
  context: RunContext,
  parts: QuestionParts & { readonly ledger: JudgeLedger; readonly judging: StageParts<NameJudge> },
  settings: QuestionSettings,
  compared: NamesToJudge,
  compareAgain: () => Promise<NamesToJudge>,
): Promise<void> {
  const { ledger, judging } = parts;
  const { port } = judging;
  const version = port.questionVersion;
  const places = await readPlaces(ledger);
  let { names, pairs } = compared;
  // A name that the verdicts split may have no mention in its main sense.
  const split = async (senses: readonly NameSense[]): Promise<void> => {
    if (await ledger.decideSenses(senses)) ({ names, pairs } = await compareAgain());
  };
  await askQuestions<NamePair, Verdict, PairItem>(context, parts, settings, {
    stage: "judge",
    parts: judging,
    batchSize: PAIRS_PER_CALL,
    open: async () => {
      const verdicts = await readVerdicts(ledger, version);
      const { senses, items } = judgedSenses(places, verdicts, version);
      if (items.length === 0) await split(senses);
      return [...itemsOf(names, pairs, verdicts, { version, size: PAIRS_PER_CALL }), ...items];
    },
    shown: ({ question: { shown, first } }, label) => ({
      label,
      first: shown[0],
      second: shown[1],
      ...(isOfOneMention(first) ? { isOneName: true } : {}),
    }),
    ask: (batch, options) => port.judge(batch, options),
    put: (reply, answered) =>
      ledger.putVerdicts(
        reply,
        answered.map(([{ question }, shown]) => ({ ...question, verdict: verdictOn(question, shown) })),
      ),
    whenFailed: "unsure",
  });
  const verdicts = await readVerdicts(ledger, version);
  await split(judgedSenses(places, verdicts, version).senses);
  await ledger.decideByVerdicts(
    pairs.flatMap(({ first, second }) => {
      const { isSame } = standingOf(verdicts(first, second));
      return isSame === null ? [] : [{ first, second, isSame }];
    }),
  );
  await ledger.relateByVerdicts(
    pairs.flatMap((pair) => {
      const { relation } = standingOf(verdicts(pair.first, pair.second));
      return relation === null ? [] : [derivedRelation(pair, relation, version)];
    }),
  );
}
