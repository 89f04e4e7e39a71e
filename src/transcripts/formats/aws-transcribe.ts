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
    const labels = speakerLabels(source);
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

/** Older output names the speaker of an item only here, by its start; channels count as speakers. */
function speakerLabels(source: Source): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const segment of objects(member(resultsOf(source), "speaker_labels", "segments"))) {
    for (const item of [segment, ...objects(segment["items"])]) {
      const label = diarisedSpeaker(item["speaker_label"]) ?? diarisedSpeaker(segment["speaker_label"]);
      const start = text(item["start_time"]);
      if (label !== null && start !== null) labels.set(start, label);
    }
  }
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
