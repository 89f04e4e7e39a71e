import type { ChunkRow } from "../../../model/index.ts";
import { key, pageOfRows } from "../cypher.ts";
import {
  approximateOrNull,
  exactValue,
  numberOrNull,
  numberValue,
  readApproximate,
  readNumber,
  readNumberOrNull,
  readText,
  readTextOrNull,
  readTexts,
  textOrNull,
  textValue,
  textValues,
} from "../values.ts";
import { type Kind, PAGE_ROWS } from "./kind.ts";
import { CHUNK_IS_SPOKEN, LINK_SPEECH } from "./derived-links.ts";
import { isLinkedTo, mergeLinkedRows, readLinks, removeWrongLinks } from "./links.ts";
import { removeNodes } from "./remove-nodes.ts";

export const CHUNK_PROPERTIES = [
  "transcript",
  "file",
  "ordinal",
  "startOffset",
  "endOffset",
  "speakers",
  "startMs",
  "approximate",
  "endMs",
  "text",
  "profile",
  "exact",
];

const TRANSCRIPT = key("end", "'transcript'", "row.properties.transcript");

export const chunkKind: Kind<ChunkRow> = {
  write: [mergeLinkedRows("chunk", "PART_OF", TRANSCRIPT)],
  placeholders: `UNWIND $rows AS row MERGE ${TRANSCRIPT}`,
  tidy: removeWrongLinks("chunk", ["PART_OF"], "[row.properties.transcript]"),
  derived: { statements: LINK_SPEECH, parameters: (rows) => ({ chunks: rows.map(({ id }) => id) }) },
  remove: removeNodes("chunk", CHUNK_PROPERTIES),
  page: pageOfRows("chunk", `${readLinks("PART_OF")}, isSpoken: ${CHUNK_IS_SPOKEN.isSo}`, CHUNK_IS_SPOKEN.values),
  pageRows: PAGE_ROWS,
  encode: (row) => ({
    id: row.id,
    properties: {
      transcript: row.transcript,
      file: textValue(row.file),
      ordinal: numberValue(row.ordinal),
      startOffset: numberValue(row.startOffset),
      endOffset: numberValue(row.endOffset),
      speakers: textValues(row.speakers),
      startMs: numberOrNull(row.startMs),
      approximate: approximateOrNull(row),
      endMs: numberOrNull(row.endMs),
      text: textValue(row.text),
      profile: textOrNull(row.profile),
      exact: exactValue(row),
    },
  }),
  decode: (stored) => ({
    kind: "chunk",
    id: readText(stored["id"]),
    transcript: readText(stored["transcript"]),
    file: readText(stored["file"]),
    ordinal: readNumber(stored["ordinal"]),
    startOffset: readNumber(stored["startOffset"]),
    endOffset: readNumber(stored["endOffset"]),
    speakers: readTexts(stored["speakers"]),
    startMs: readNumberOrNull(stored["startMs"]),
    ...readApproximate(stored["approximate"]),
    endMs: readNumberOrNull(stored["endMs"]),
    text: readText(stored["text"]),
    profile: readTextOrNull(stored["profile"]),
  }),
  isAttached: (row, stored) =>
    stored["isSpoken"] === true && isLinkedTo([row.transcript], readTexts(stored["PART_OF"])),
};
