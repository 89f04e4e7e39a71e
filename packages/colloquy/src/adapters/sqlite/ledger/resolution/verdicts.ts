import type { AskedPair, KeyPair, LedgerVerdicts, PaidReply, PairVerdict } from "../../../../ports/index.ts";
import { insertChecked, isIntact } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { putReply } from "../paid-work/batches.ts";
import type { LedgerSession } from "../session.ts";
import { changeDecisions } from "./corrections.ts";
import { replaceDerivations } from "./derivations.ts";
import { mentionedNames, mentionedPlaces } from "./mentioned-names.ts";
import { changeSenses } from "./senses.ts";

/** Each set of keys that the user makes one is stored as pairs of its first key and the others. */
const USER_PAIRS = `SELECT first, second FROM key_decisions WHERE source = 'user'
  UNION SELECT a.second AS first, b.second FROM key_decisions a CROSS JOIN key_decisions b ON b.first = a.first AND b.second > a.second
  WHERE a.source = 'user' AND a.same = 1 AND b.source = 'user' AND b.same = 1`;

export function ledgerVerdicts({ context, read, conclude, write, writeDurably }: LedgerSession): LedgerVerdicts {
  return {
    mentionedNames: async (page) => conclude(() => mentionedNames(context, page), page),
    mentionedPlaces: async (page) => conclude(() => mentionedPlaces(context, page), page),
    decideSenses: async (senses) => write(() => changeSenses(context, "verdict", senses)),
    userPairs: async () => read(() => context.sql(USER_PAIRS).all() as readonly KeyPair[]),
    verdicts: async (version) => read(() => context.sql(VERDICTS).all(version) as readonly PairVerdict[]),
    putVerdicts: async (reply, pairs) => {
      const commit = (): void => putVerdicts(context, reply, pairs);
      if (reply.paid) writeDurably(commit);
      else write(commit);
    },
    joinByVectors: async (pairs) =>
      write(
        () =>
          void changeDecisions(
            context,
            "vector",
            pairs.map((pair) => ({ ...pair, isSame: true })),
          ),
      ),
    decideByVerdicts: async (decisions) => write(() => void changeDecisions(context, "verdict", decisions)),
    relateByVerdicts: async (relations) => write(() => replaceDerivations(context, relations)),
  };
}

/** A damaged verdict is none: the pair is asked about again. */
const VERDICTS = `SELECT first, second, round, verdict FROM judged_pairs
  WHERE version = ? AND ${isIntact("judged_pairs")} ORDER BY first, second, round`;

const PUT = insertChecked("judged_pairs", "ON CONFLICT DO NOTHING");

function putVerdicts(context: LedgerContext, reply: PaidReply, pairs: readonly AskedPair[]): void {
  const batch = putReply(context, "judge", reply);
  for (const { contentKey, first, second, round, version, shown, verdict } of pairs) {
    context.sql(`DELETE FROM judged_pairs WHERE content_key = ? AND NOT ${isIntact("judged_pairs")}`).run(contentKey);
    context.sql(PUT).run({
      content_key: contentKey,
      first,
      second,
      round,
      version,
      shown: JSON.stringify(shown),
      verdict,
      profile: reply.profile,
      paid: Number(reply.paid),
      batch_no: batch,
    });
  }
}
