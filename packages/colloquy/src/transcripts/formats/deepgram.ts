import { type JsonObject, member, objects, secondsToMs, text } from "../json/shape.ts";
import { groupBySpeaker, type SpokenWord } from "../json/spoken-words.ts";
import { type Parser, rendered, type RenderedTurn } from "../parser.ts";
import { diarisedSpeaker } from "../speaker.ts";
import type { DecodedFile } from "../decoded-file.ts";

/** Deepgram: utterances if they were requested, else paragraphs, else words by speaker. */
export const deepgram: Parser = {
  name: "deepgram",
  detect: (file) => (channelsOf(file).length > 0 || utterancesOf(file).length > 0 ? 0.95 : 0),
  parse(file) {
    const utterances = utterancesOf(file);
    if (utterances.length > 0) return rendered("deepgram", utterances.map(readUtterance));
    const channels = channelsOf(file);
    const turns = channels.flatMap((channel, i) =>
      readChannel(channel, channels.length > 1 ? `Channel ${i + 1}` : null),
    );
    return rendered(
      "deepgram",
      channels.length > 1 ? turns.toSorted((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0)) : turns,
    );
  },
};

function utterancesOf(file: DecodedFile): JsonObject[] {
  if (file.json.kind !== "value") return [];
  return objects(member(file.json.value, "results", "utterances")).filter(
    (utterance) => text(utterance["transcript"]) !== null,
  );
}

function channelsOf(file: DecodedFile): JsonObject[] {
  if (file.json.kind !== "value") return [];
  return objects(member(file.json.value, "results", "channels")).filter((channel) =>
    Array.isArray(channel["alternatives"]),
  );
}

function readUtterance(utterance: JsonObject): RenderedTurn {
  return timed(utterance, diarisedSpeaker(utterance["speaker"]), text(utterance["transcript"]) ?? "");
}

function timed(value: JsonObject, speaker: string | null, written: string): RenderedTurn {
  return { speaker, startMs: secondsToMs(value["start"]), endMs: secondsToMs(value["end"]), text: written };
}

function readChannel(channel: JsonObject, name: string | null): RenderedTurn[] {
  const best = member(channel, "alternatives", 0);
  const paragraphs = objects(member(best, "paragraphs", "paragraphs"));
  if (paragraphs.length > 0) {
    return paragraphs.map((paragraph) => {
      const sentences = objects(paragraph["sentences"]).map((sentence) => text(sentence["text"]) ?? "");
      return timed(paragraph, diarisedSpeaker(paragraph["speaker"]) ?? name, sentences.join(" "));
    });
  }
  const words = objects(member(best, "words")).flatMap((word): SpokenWord[] => {
    const written = text(word["punctuated_word"]) ?? text(word["word"]);
    if (written === null) return [];
    return [
      {
        text: written,
        speaker: diarisedSpeaker(word["speaker"]) ?? name,
        startMs: secondsToMs(word["start"]),
        endMs: secondsToMs(word["end"]),
      },
    ];
  });
  if (words.length > 0) return groupBySpeaker(words);
  return [{ speaker: name, startMs: null, endMs: null, text: text(member(best, "transcript")) ?? "" }];
}
