import { type JsonObject, member, objects, secondsToMs, text } from "../json/shape.ts";
import { groupBySpeaker, type SpokenWord } from "../json/spoken-words.ts";
import { type Parser, rendered, type Utterance } from "../parser.ts";
import { diarisedSpeaker } from "../speaker.ts";
import type { Source } from "../source.ts";

/**
 * Amazon Transcribe: `results` with items, speaker labels and audio segments, or the bare array of items.
 * Speechmatics writes its words in the same shape.
 */
export const awsTranscribe: Parser = {
  name: "aws-transcribe",
  detect(source) {
    const [item] = itemsOf(source);
    if (item !== undefined && isItem(item)) return 0.95;
    return segmentsOf(source).length > 0 ? 0.9 : 0;
  },
  parse(source) {
    const segments = segmentsOf(source);
    if (segments.length > 0) return rendered("aws-transcribe", segments.map(readSegment));
    const labelled = labelledSegments(source);
    if (labelled !== null) return rendered("aws-transcribe", labelled);
    const labels = channelLabels(source);
    return rendered("aws-transcribe", groupBySpeaker(itemsOf(source).flatMap((item) => readItem(item, labels))));
  },
};

function resultsOf(source: Source): unknown {
  return source.json.kind === "value" ? (member(source.json.value, "results") ?? source.json.value) : undefined;
}

function itemsOf(source: Source): JsonObject[] {
  const results = resultsOf(source);
  return objects(Array.isArray(results) ? results : member(results, "items"));
}

function isItem(item: JsonObject): boolean {
  return text(item["type"]) !== null && text(member(item, "alternatives", 0, "content")) !== null;
}

function segmentsOf(source: Source): JsonObject[] {
  return objects(member(resultsOf(source), "audio_segments")).filter((segment) => text(segment["transcript"]) !== null);
}

function readSegment(segment: JsonObject): Utterance {
  return {
    speaker: diarisedSpeaker(segment["speaker_label"]),
    startMs: secondsToMs(segment["start_time"]),
    endMs: secondsToMs(segment["end_time"]),
    text: text(segment["transcript"]) ?? "",
  };
}

/** Older output has no audio segments, but the start of every item in a speaker's segments; null if it has neither. */
function labelledSegments(source: Source): Utterance[] | null {
  const segments = objects(member(resultsOf(source), "speaker_labels", "segments"));
  if (segments.length === 0) return null;
  const segmentOf = new Map<string, number>();
  for (const [at, segment] of segments.entries()) {
    for (const item of objects(segment["items"])) segmentOf.set(text(item["start_time"]) ?? "", at);
  }
  const starts = segments.map((segment) => secondsToMs(segment["start_time"]) ?? 0);
  const words = segments.map((): SpokenWord[] => []);
  let at = 0;
  for (const item of itemsOf(source)) {
    const start = secondsToMs(item["start_time"]);
    if (start !== null) {
      const named = segmentOf.get(text(item["start_time"]) ?? "");
      if (named !== undefined) at = named;
      else while (start >= (starts[at + 1] ?? Infinity)) at++;
    }
    words[at]?.push(...readItem(item, new Map()));
  }
  return segments.flatMap((segment, i) => {
    const speaker = diarisedSpeaker(segment["speaker_label"]);
    const startMs = secondsToMs(segment["start_time"]);
    const endMs = secondsToMs(segment["end_time"]);
    const said = (words[i] ?? []).map((word) => ({ ...word, speaker }));
    return groupBySpeaker(said).map((utterance) => ({
      ...utterance,
      startMs: startMs ?? utterance.startMs,
      endMs: endMs ?? utterance.endMs,
    }));
  });
}

/** Channels count as speakers. An item belongs to the channel that has an item with the same start. */
function channelLabels(source: Source): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const channel of objects(member(resultsOf(source), "channel_labels", "channels"))) {
    for (const item of objects(channel["items"])) {
      const label = text(channel["channel_label"]);
      const start = text(item["start_time"]);
      if (label !== null && start !== null) labels.set(start, label);
    }
  }
  return labels;
}

function readItem(item: JsonObject, labels: ReadonlyMap<string, string>): SpokenWord[] {
  const content = text(member(item, "alternatives", 0, "content"));
  if (content === null) return [];
  const own = diarisedSpeaker(item["speaker_label"]) ?? diarisedSpeaker(member(item, "alternatives", 0, "speaker"));
  return [
    {
      text: content,
      speaker: own ?? labels.get(text(item["start_time"]) ?? "") ?? null,
      startMs: secondsToMs(item["start_time"]),
      endMs: secondsToMs(item["end_time"]),
      attached: item["type"] === "punctuation",
    },
  ];
}
