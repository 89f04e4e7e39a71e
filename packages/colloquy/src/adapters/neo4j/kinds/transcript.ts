import type { TranscriptRow } from "../../../model/index.ts";
import { mergeRows, pageOfRows } from "../cypher.ts";
import { exactValue, numberValue, readNumber, readText, textValue } from "../values.ts";
import { type Kind, PAGE_ROWS } from "./kind.ts";
import { removeNodes } from "./remove-nodes.ts";

export const TRANSCRIPT_PROPERTIES = ["file", "format", "turns", "summary", "exact"];

export const transcriptKind: Kind<TranscriptRow> = {
  write: [mergeRows("transcript")],
  remove: removeNodes("transcript", TRANSCRIPT_PROPERTIES),
  page: pageOfRows("transcript", ""),
  pageRows: PAGE_ROWS,
  encode: (row) => ({
    id: row.id,
    properties: {
      file: textValue(row.file),
      format: textValue(row.format),
      turns: numberValue(row.turns),
      exact: exactValue(row),
    },
  }),
  decode: (stored) => ({
    kind: "transcript",
    id: readText(stored["id"]),
    file: readText(stored["file"]),
    format: readText(stored["format"]),
    turns: readNumber(stored["turns"]),
  }),
};
