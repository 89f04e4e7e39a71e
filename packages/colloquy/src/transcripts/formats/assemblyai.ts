import { isObject, type JsonObject, milliseconds, objects, text } from "../json/shape.ts";
import { groupBySpeaker, type SpokenWord } from "../json/spoken-words.ts";
import { type Parser, rendered } from "../parser.ts";
import { diarisedSpeaker } from "../speaker.ts";
import type { DecodedFile } from "../decoded-file.ts";

const MARKS = [
  "audio_url",
  "acoustic_model",
  "language_model",
  "audio_duration",
  "speech_model",
  "speaker_labels",
  "punctuate",
];

/** AssemblyAI: utterances, else words, in milliseconds. */
export const assemblyAi: Parser = {
  name: "assemblyai",
  detect(file) {
    const root = rootOf(file);
    if (root === null) return 0;
    const words = [...objects(root["utterances"]), ...objects(root["words"])];
    const shaped = words.length > 0 && words.filter(isTimed).length * 2 > words.length;
    const marked = MARKS.some((mark) => root[mark] !== undefined);
    if (shaped && marked) return 0.95;
    const nested = objects(root["utterances"]).some(
      (utterance) => Array.isArray(utterance["words"]) && utterance["confidence"] !== undefined,
    );
    return shaped && nested ? 0.85 : marked && text(root["text"]) !== null && text(root["status"]) !== null ? 0.6 : 0;
  },
  parse(file) {
    const root = rootOf(file) ?? {};
    const utterances = objects(root["utterances"]).map(readWord);
    const words = objects(root["words"]).map(readWord);
    const whole = { speaker: null, startMs: null, endMs: null, text: text(root["text"]) ?? "" };
    return rendered(
      "assemblyai",
      utterances.length > 0 ? utterances : words.length > 0 ? groupBySpeaker(words) : [whole],
    );
  },
};

function rootOf(file: DecodedFile): JsonObject | null {
  return file.json.kind === "value" && isObject(file.json.value) ? file.json.value : null;
}

function isTimed(word: JsonObject): boolean {
  return text(word["text"]) !== null && Number.isInteger(word["start"]) && Number.isInteger(word["end"]);
}

function readWord(word: JsonObject): SpokenWord {
  return {
    text: text(word["text"]) ?? "",
    speaker: diarisedSpeaker(word["speaker"]),
    startMs: milliseconds(word["start"]),
    endMs: milliseconds(word["end"]),
  };
}
