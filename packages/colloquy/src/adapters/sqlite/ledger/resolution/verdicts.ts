import type { LocatedChunk } from "../../../../model/index.ts";
import type {
  AskedPair,
  KeyPair,
  LedgerVerdicts,
  MentionedName,
  PaidReply,
  PairVerdict,
} from "../../../../ports/index.ts";
import { insertChecked, isIntact } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { putReply } from "../paid-work/batches.ts";
import type { LedgerSession } from "../session.ts";
import { changeDecisions } from "./corrections.ts";
import { replaceDerivations } from "./derivations.ts";
import { ASSERTED, FACT_KINDS } from "./fact-records.ts";
import { changeSenses, mentionedPlaces } from "./senses.ts";
import { locatedChunk, withLastChunk } from "./stored-rows.ts";

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

interface MentionColumns {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly chunk: number;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** Only keys of speakers without a name have an @. */
const NAMED_KEYS = `SELECT no, key FROM keys k WHERE key > @after AND key NOT LIKE '% @%'
  AND EXISTS (SELECT 1 FROM facts f WHERE f.a = k.no AND f.kind = ${FACT_KINDS.mention} AND f.flags & ${ASSERTED})
  ORDER BY key LIMIT @limit`;

const FIRST_MENTION = `SELECT v.name, v.type, f.chunk_no AS chunk, f.start_offset AS startOffset, f.end_offset AS endOffset
  FROM facts f CROSS JOIN variants v ON v.no = f.variant CROSS JOIN chunks c ON c.no = f.chunk_no
    CROSS JOIN transcripts t ON t.no = c.transcript_no CROSS JOIN sources s ON s.no = t.source_no
  WHERE f.a = ? AND f.kind = ${FACT_KINDS.mention} AND f.flags & ${ASSERTED}
  ORDER BY s.key, t.file, c.ordinal, f.start_offset, f.end_offset, v.name, v.type LIMIT 1`;

function mentionedNames(
  context: LedgerContext,
  { after, limit, signal }: Parameters<LedgerVerdicts["mentionedNames"]>[0],
): readonly MentionedName[] {
  const keys = context.sql(NAMED_KEYS).all({ after: after ?? "", limit }) as { no: number; key: string }[];
  const chunkOf = withLastChunk((no) => locatedChunk(context, no));
  return keys.map(({ no, key }) => {
    signal?.throwIfAborted();
    const { name, type, chunk, ...range } = context.sql(FIRST_MENTION).get(no) as MentionColumns;
    return { key, name, type, ...quotationOf(chunkOf(chunk), range, name) };
  });
}

const QUOTED = 50;

/**
 * The words around a name, in the same turn and sentence; those of its mention if these do not have the name.
 * @param characters the most of a quotation that is longer than its mention.
 */
export function quotationOf(
  { file, text, startOffset: chunkStart, turns }: LocatedChunk,
  mention: { readonly startOffset: number; readonly endOffset: number },
  name: string,
  characters = QUOTED,
): Pick<MentionedName, "evidence" | "speaker" | "file"> {
  const words = (from: number, to: number): string => text.slice(from - chunkStart, to - chunkStart);
  const found = words(mention.startOffset, mention.endOffset).toLowerCase().indexOf(name.toLowerCase());
  const startOffset = mention.startOffset + Math.max(0, found);
  const endOffset = found < 0 ? Math.min(mention.endOffset, startOffset + characters) : startOffset + name.length;
  const turn = turns.find((each) => each.startOffset <= startOffset && startOffset < each.endOffset);
  const [least, most] = turn === undefined ? [startOffset, endOffset] : [turn.startOffset, turn.endOffset];
  const around = Math.max(0, Math.ceil((characters - (endOffset - startOffset)) / 2));
  const before = words(Math.max(least, startOffset - around), startOffset);
  const after = words(endOffset, Math.min(most, endOffset + around));
  // A word that is cut off is left out, and so is what is said in other sentences.
  const start = (startOffset - around > least ? before.replace(/^\S*\s*/, "") : before).replace(/^.*[.?!]\s+/s, "");
  const end = (endOffset + around < most ? after.replace(/\s*\S*$/, "") : after).replace(/(?<=[.?!])\s.*$/s, "");
  return { evidence: `${start}${words(startOffset, endOffset)}${end}`, speaker: turn?.speaker ?? null, file };
}
