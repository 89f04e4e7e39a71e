import { compareText } from "../model/index.ts";
import type { MentionInContext } from "../ports/index.ts";
import { type SpeakerLabel, speakerKey, type SpeakerOf, type SpeakerReference } from "./speakers-of-labels.ts";

/** Somebody who speaks in the same chunks as a person. */
export interface Companion extends SpeakerReference {
  /** The labels of the companion in these chunks. */
  readonly labels: readonly string[];
  /** The number of chunks in which both speak. */
  readonly chunks: number;
  /** The files of these chunks. */
  readonly transcripts: readonly string[];
}

/** Labels in the chunks of the mentions. */
export function labelsAround(mentions: readonly MentionInContext[]): readonly SpeakerLabel[] {
  return mentions.flatMap(({ chunk }) => chunk?.speakers.map((label) => ({ label, file: chunk.file })) ?? []);
}

/** Those who speak in the chunks in which a speaker mentions something, the most frequent first. */
export function companionsIn(
  mentions: readonly MentionInContext[],
  { speaker, speakerOf }: { readonly speaker: string; readonly speakerOf: SpeakerOf },
): readonly Companion[] {
  const chunks = new Map(mentions.flatMap(({ chunk }) => (chunk === null ? [] : [[chunk.id, chunk] as const])));
  const shared = [...chunks.values()].flatMap(({ id, file, speakers }) =>
    speakers
      .map((label) => ({ chunk: id, file, label, who: speakerOf({ label, file }) }))
      .filter(({ who }) => who.id !== speaker),
  );
  return [...Map.groupBy(shared, ({ who }) => speakerKey(who)).values()]
    .map((of) => ({
      ...(of[0] as (typeof of)[number]).who,
      labels: [...new Set(of.map(({ label }) => label))].sort(),
      chunks: new Set(of.map(({ chunk }) => chunk)).size,
      transcripts: [...new Set(of.map(({ file }) => file))].sort(),
    }))
    .sort((one, other) => other.chunks - one.chunks || compareText(one.name, other.name));
}
