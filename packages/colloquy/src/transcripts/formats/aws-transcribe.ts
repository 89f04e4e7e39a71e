import { type JsonObject, member, objects, secondsToMs, text } from "../json/shape.ts";
import { groupBySpeaker, type SpokenWord } from "../json/spoken-words.ts";
import { type Parser, rendered, type RenderedTurn } from "../parser.ts";
import { diarisedSpeaker } from "../speaker.ts";
import type { DecodedFile } from "../decoded-file.ts";

/**
 * Amazon Transcribe: `results` with items, speaker labels and audio segments, or the bare array of items.
 * Speechmatics writes its words in the same shape.
 */
export const awsTranscribe: Parser = {
  name: "aws-transcribe",
  detect(file) {
    const [item] = itemsOf(file);
    if (item !== undefined && isItem(item)) return 0.95;
    return segmentsOf(file).length > 0 ? 0.9 : 0;
  },
  parse(file) {
    const segments = segmentsOf(file);
    if (segments.length > 0) return rendered("aws-transcribe", segments.map(readSegment));
    const labelled = labelledSegments(file);
    if (labelled !== null) return rendered("aws-transcribe", labelled);
    const labels = channelLabels(file);
    return rendered("aws-transcribe", groupBySpeaker(itemsOf(file).flatMap((item) => readItem(item, labels))));
  },
};

function resultsOf(file: DecodedFile): unknown {
  return file.json.kind === "value" ? (member(file.json.value, "results") ?? file.json.value) : undefined;
}

function itemsOf(file: DecodedFile): JsonObject[] {
  const results = resultsOf(file);
  return objects(Array.isArray(results) ? results : member(results, "items"));
}

function isItem(item: JsonObject): boolean {
  return text(item["type"]) !== null && text(member(item, "alternatives", 0, "content")) !== null;
}

function segmentsOf(file: DecodedFile): JsonObject[] {
  return objects(member(resultsOf(file), "audio_segments")).filter((segment) => text(segment["transcript"]) !== null);
}

function readSegment(segment: JsonObject): RenderedTurn {
  return {
    speaker: diarisedSpeaker(segment["speaker_label"]),
    startMs: secondsToMs(segment["start_time"]),
    endMs: secondsToMs(segment["end_time"]),
    text: text(segment["transcript"]) ?? "",
  };
}

/** Older output has no audio segments, but the start of every item in a speaker's segments; null if it has neither. */
function labelledSegments(file: DecodedFile): RenderedTurn[] | null {
  const segments = objects(member(resultsOf(file), "speaker_labels", "segments"));
  if (segments.length === 0) return null;
  const segmentOf = new Map<string, number>();
  for (const [at, segment] of segments.entries()) {
    for (const item of objects(segment["items"])) segmentOf.set(text(item["start_time"]) ?? "", at);
  }
  const starts = segments.map((segment) => secondsToMs(segment["start_time"]) ?? 0);
  const words = segments.map((): SpokenWord[] => []);
  let at = 0;
  for (const item of itemsOf(file)) {
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
    return groupBySpeaker(said).map((turn) => ({
      ...turn,
      startMs: startMs ?? turn.startMs,
      endMs: endMs ?? turn.endMs,
    }));
  });
}

/** Channels count as speakers. An item belongs to the channel that has an item with the same start. */
function channelLabels(file: DecodedFile): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const channel of objects(member(resultsOf(file), "channel_labels", "channels"))) {
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
