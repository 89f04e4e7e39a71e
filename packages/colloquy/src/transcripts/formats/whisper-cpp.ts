import { type JsonObject, member, milliseconds, objects, secondsToMs, text } from "../json/shape.ts";
import { type Parser, rendered, type RenderedTurn } from "../parser.ts";
import { diarisedSpeaker } from "../speaker.ts";
import type { DecodedFile } from "../decoded-file.ts";

/** whisper.cpp: `transcription` with offsets in milliseconds, or time stamps where offsets are missing. */
export const whisperCpp: Parser = {
  name: "whisper-cpp",
  detect(file) {
    return segmentsOf(file).some(
      (segment) => text(segment["text"]) !== null && (segment["offsets"] ?? segment["timestamps"]) !== undefined,
    )
      ? 0.95
      : 0;
  },
  parse: (file) => rendered("whisper-cpp", segmentsOf(file).map(readSegment)),
};

function segmentsOf(file: DecodedFile): JsonObject[] {
  return file.json.kind === "value" ? objects(member(file.json.value, "transcription")) : [];
}

const STEREO_SPEAKER = /^\s*\(speaker (\d|\?)\)/i;

function readSegment(segment: JsonObject): RenderedTurn {
  const written = text(segment["text"]) ?? "";
  const stereo = STEREO_SPEAKER.exec(written);
  const marked = stereo !== null && stereo[1] !== "?" ? `Speaker ${stereo[1] ?? ""}` : null;
  return {
    speaker: diarisedSpeaker(segment["speaker"]) ?? marked,
    startMs: milliseconds(member(segment, "offsets", "from")) ?? secondsToMs(member(segment, "timestamps", "from")),
    endMs: milliseconds(member(segment, "offsets", "to")) ?? secondsToMs(member(segment, "timestamps", "to")),
    text: stereo === null ? written : written.slice(stereo[0].length),
  };
}
