import { CHARACTERS_PER_TOKEN, contentId } from "../model/index.ts";
import type {
  CheckVerdict,
  Ledger,
  StatementChecker,
  StatementQuestion,
  StatementToCheck,
  WorkItem,
} from "../ports/index.ts";
import { asWithdrawn, confirms } from "../resolution/index.ts";
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

interface StatementItem extends WorkItem {
  readonly toCheck: StatementToCheck;
}

/**
 * Asks the checker about the statements that have no verdict yet, and in a second round about those that it withdraws. It is
 * called when all chunks are extracted. So the questions depend on the statements alone, and not on the order of replies.
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
    shown: ({ toCheck: { statement, toConfirm } }, label) => ({
      label,
      ...(toConfirm === null ? statement : asWithdrawn(statement, toConfirm)),
    }),
    ask: (batch, options) => port.check(batch, options),
    put: (reply, answered) =>
      ledger.putChecks(
        reply,
        answered.map(([{ toCheck }, verdict]) => ({ ...toCheck, version, verdict: verdictOn(toCheck, verdict) })),
      ),
    whenFailed: null,
  });
}

function itemOf(toCheck: StatementToCheck): StatementItem {
  const { source, type, target, before, evidence, after, antecedents } = toCheck.statement;
  const characters = [source, type, target, before, evidence, after, ...antecedents].join(" ").length;
  const contentKey =
    toCheck.toConfirm === null ? toCheck.contentKey : contentId("confirm", toCheck.contentKey, toCheck.toConfirm);
  return { contentKey, tokens: Math.ceil(characters / CHARACTERS_PER_TOKEN), toCheck };
}

/** The verdict on the statement, from the verdict on what was shown. */
function verdictOn({ toConfirm }: StatementToCheck, shown: CheckVerdict | null): CheckVerdict | null {
  if (toConfirm === null || shown === null) return shown;
  return confirms(toConfirm, shown) ? toConfirm : "supported";
}
