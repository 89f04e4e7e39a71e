import { z } from "zod";
import {
  claim,
  entityReference,
  evidence,
  list,
  listing,
  polarity,
  polarityCounts,
  speakerReference,
  summary,
} from "./shapes.ts";

/** An entity in lists. */
export const listedEntity = entityReference.extend({ mentions: z.number(), transcripts: z.number() });
export type ListedEntity = z.infer<typeof listedEntity>;

/** Mentions by transcript, in the order of date, then file. */
export const mentionsByFile = z.object({
  file: z.string(),
  date: z.string().nullable(),
  mentions: z.number(),
  found: z.number(),
});

export const contradiction = z.object({
  reason: z.enum(["polarity", "types"]),
  claims: list(claim),
  evidence: z.tuple([evidence, evidence]).readonly(),
});
export type Contradiction = z.infer<typeof contradiction>;

const saying = z.object({
  source: entityReference,
  type: z.string(),
  target: entityReference,
  count: z.number(),
});

/** At most 20 of the transcripts, and their number. */
const someTranscripts = { transcripts: list(z.string()), transcriptCount: z.number() };

/** What one speaker says about an entity. */
export const holder = speakerReference.extend({
  labels: list(z.string()),
  ...someTranscripts,
  statements: list(saying.extend({ polarity, evidence: evidence.nullable() })),
});

/** The claims about an entity, by what they say; in each group those with most explicit evidence first. */
export const claims = z.object({
  is: list(claim),
  includes: list(claim),
  causes: list(claim),
  effects: list(claim),
  requires: list(claim),
  requiredBy: list(claim),
  positions: list(claim),
  related: list(claim),
  other: list(claim),
  derived: list(claim),
});

export const quote = z.object({ id: z.string(), text: z.string(), about: list(z.string()), evidence });

/**
 * An entity. Its lists are bounded: claims are those of the relationships with most evidence, with at most a few pieces of
 * evidence each. `more`, `files` and `transcriptCount` say what is left out; the evidence of a claim and the occurrences have pages of their own.
 */
export const entity = entityReference.extend({
  aliases: list(z.object({ name: z.string(), reason: z.string() })),
  mentions: z.number(),
  summary: summary.nullable(),
  /** The 300 transcripts with most mentions. */
  byFile: list(mentionsByFile),
  /** The number of all transcripts that mention it, and with those in which only a name was found afterwards. */
  files: z.object({ mentioned: z.number(), all: z.number() }),
  claims,
  contradictions: list(contradiction),
  holders: list(holder),
  quotes: list(quote),
  namesakes: list(entityReference.extend(someTranscripts)),
  /** How much a person says, and in which transcripts; null for what does not speak. */
  spoken: z
    .object({
      turns: z.number(),
      talkMs: z.number().nullable(),
      /** The number of transcripts. */
      transcripts: z.number(),
      /** The 300 files with most turns, in the order of date, then file. */
      byFile: list(z.object({ file: z.string(), date: z.string().nullable(), turns: z.number() })),
    })
    .nullable(),
  /** For a person: who speaks in the same chunks. */
  companions: list(speakerReference.extend({ chunks: z.number() })),
  /** For a person: what the person mentions, the most mentioned first; the first evidence is the sentence of the first mention. */
  topics: list(entityReference.extend({ mentions: z.number(), evidence: list(evidence) })),
  /** For a person: what the person states, denies, asks about or supposes. */
  statements: list(
    z.object({
      source: entityReference,
      type: z.string(),
      target: entityReference,
      confidence: z.number(),
      evidence: list(evidence),
    }),
  ),
  /** Statements that a check withdrew, with the reason. */
  withdrawn: list(claim.extend({ withdrawn: z.enum(["reversed", "negated", "not_said"]) })),
  /** Whether lists are cut at their bounds. */
  more: z.object({ relationships: z.boolean(), quotes: z.boolean() }),
});
export type Entity = z.infer<typeof entity>;

const nameEvidence = z.object({
  name: z.string(),
  type: z.string(),
  text: z.string(),
  speaker: z.string().nullable(),
  file: z.string(),
});

/** Why two names are one, or apart: a rule (`user`: the aliases file), or the verdict of a judge on their words. */
const nameReason = z.object({
  name: z.string(),
  with: z.string(),
  rule: z.string().exactOptional(),
  verdict: z.string().exactOptional(),
  judge: z.string().exactOptional(),
  /** The line of the aliases file that decides it; null for rules and verdicts, and if the line is gone. */
  line: z.number().nullable(),
  evidence: list(nameEvidence),
});

/** Why names are in one entity, as `colloquy resolve --explain` says it. */
export const explainedName = z.object({
  name: z.string(),
  entity: z.string().nullable(),
  reasons: list(nameReason),
  /** Names of other entities that the aliases file or a judge decided about. `entity` is null if it makes no entity. */
  apart: list(nameReason.extend({ entity: z.string().nullable(), entityId: z.string().nullable() })),
  /** Verdicts that the name means different things in two chunks. */
  splits: list(nameReason),
});
export type ExplainedName = z.infer<typeof explainedName>;

/** What the transcripts say about two entities together; the evidence comes in pages. */
export const claimsBetween = z.object({
  ends: z.tuple([entityReference, entityReference]).readonly(),
  claims: list(claim),
  polarity: polarityCounts,
  holders: list(speakerReference.extend({ polarity: polarityCounts })),
  evidence: z.object({
    items: list(
      z.object({
        source: entityReference,
        type: z.string(),
        target: entityReference,
        id: z.string(),
        evidence,
      }),
    ),
    next: z.string().nullable(),
  }),
});
export type ClaimsBetween = z.infer<typeof claimsBetween>;

const speakerOfTopic = z.object({ id: z.string(), name: z.string() });
const spoken = saying.extend({ evidence });
const viewpoints = z.object({
  viewpoints: list(spoken.extend({ speaker: speakerOfTopic, polarity: z.enum(["stated", "negated"]) })),
});
const comparedTopic = entityReference.extend({
  by: list(
    z.object({
      speaker: speakerOfTopic,
      mentions: z.number(),
      statements: list(spoken),
      evidence: evidence.nullable(),
    }),
  ),
});

/** Two people side by side. */
export const comparison = z.object({
  speakers: list(entityReference.extend({ transcripts: list(z.string()), topics: z.number(), statements: z.number() })),
  disagreements: list(viewpoints),
  agreements: list(viewpoints),
  shared: list(comparedTopic),
  sharedCount: z.number(),
  only: list(z.object({ speaker: speakerOfTopic, count: z.number(), topics: list(comparedTopic) })),
});
export type Comparison = z.infer<typeof comparison>;

/** The lists of `aliases.yaml` that corrections write. */
const aliasList = z.enum(["same", "different", "hide", "rename"]);

/** An entry of `aliases.yaml`. */
export const aliasEntry = z.object({ list: aliasList, names: list(z.string()) });
export type AliasEntry = z.infer<typeof aliasEntry>;

/**
 * A correction of names. It is written to `aliases.yaml`, and the graph follows without a call to a model. `unhide` shows a hidden
 * name again, `undo` takes a correction of this server back by its id, and `remove` an entry that stands in the file.
 */
export const correction = z.union([
  z.strictObject({ merge: z.array(z.string().min(1).max(500)).min(2).max(20) }),
  z.strictObject({ split: z.string().min(1).max(500) }),
  z.strictObject({ hide: z.string().min(1).max(500) }),
  z.strictObject({ unhide: z.string().min(1).max(500) }),
  z.strictObject({ rename: z.string().min(1).max(500), to: z.string().min(1).max(500) }),
  z.strictObject({ undo: z.string().min(1).max(100) }),
  z.strictObject({
    remove: z.strictObject({ list: aliasList, names: z.array(z.string().max(500)).min(1).max(1_000) }),
  }),
]);
export type Correction = z.infer<typeof correction>;

/** A correction that was made. */
export const corrected = z.object({
  /** Undoes it: `{"undo": id}`. */
  id: z.string(),
  added: list(aliasEntry),
  removed: list(aliasEntry),
  /** The entity that a corrected name has now; null if it is hidden. */
  entity: entityReference.nullable(),
});
export type Corrected = z.infer<typeof corrected>;

/** A correction that this server made. */
export const madeCorrection = corrected.extend({ at: z.string(), undone: z.boolean() });
export type MadeCorrection = z.infer<typeof madeCorrection>;

/** A page of the corrections of this server, the latest first, and the path of the file. */
export const corrections = listing(madeCorrection).extend({ file: z.string() });
