import { CHARACTERS_PER_TOKEN } from "../model/index.ts";
import type {
  CheckVerdict,
  Ledger,
  StatedOnce,
  StatementChecker,
  StatementQuestion,
  WorkItem,
} from "../ports/index.ts";
import { askQuestions, type QuestionParts, type QuestionSettings } from "./questions.ts";
import { deriveChanges } from "./resolve.ts";
import { type RunContext, runStage, type StageParts } from "./run-types.ts";

/** Statements of one call. A statement has about 70 tokens with its words. */
export const STATEMENTS_PER_CALL = 80;

type CheckLedger = Pick<Ledger, "deriveFacts" | "statementsToCheck" | "putChecks" | "submit" | "failBatch">;
type Checking = StageParts<StatementChecker> & {
  /** Whether statements without a risk are checked too. */
  readonly all: boolean;
};

interface StatementItem extends WorkItem, StatedOnce {
  readonly contentKey: string;
}

/**
 * Asks the checker about the statements that have no verdict yet. It is called when all chunks are extracted. So the
 * questions depend on the statements alone, and not on the order of replies.
 */
export async function checkPending(
  context: RunContext,
  parts: QuestionParts & { readonly ledger: CheckLedger; readonly checking: Checking },
  settings: QuestionSettings,
): Promise<void> {
  const { ledger, checking } = parts;
  const { port, all } = checking;
  const version = port.questionVersion;
  await runStage(context, "resolve", null, () => deriveChanges(context, ledger));
  await askQuestions<StatementQuestion, CheckVerdict | null, StatementItem>(context, parts, settings, {
    stage: "check",
    parts: checking,
    batchSize: STATEMENTS_PER_CALL,
    open: async () => (await ledger.statementsToCheck({ version, all })).map(itemOf),
    shown: ({ statement }, label) => ({ label, ...statement }),
    ask: (batch, options) => port.check(batch, options),
    put: (reply, answered) =>
      ledger.putChecks(
        reply,
        answered.map(([{ contentKey, statement }, verdict]) => ({ contentKey, statement, version, verdict })),
      ),
    whenFailed: null,
  });
}

function itemOf(stated: StatedOnce): StatementItem {
  const { source, type, target, before, evidence, after, antecedents } = stated.statement;
  const characters = [source, type, target, before, evidence, after, ...antecedents].join(" ").length;
  return { ...stated, tokens: Math.ceil(characters / CHARACTERS_PER_TOKEN) };
}
