import { isObject, member, text } from "../json/shape.ts";
import { assembleTurns } from "../lines/assemble.ts";
import { surveyLines } from "../lines/survey.ts";
import { type Parser, rendered } from "../parser.ts";
import type { DecodedFile } from "../decoded-file.ts";

/** An object with a whole transcript as one string, and a title and the like. */
export const jsonDocument: Parser = {
  name: "json-document",
  detect: (file) => (textOf(file) === null ? 0 : 0.3),
  parse(file) {
    const words = textOf(file) ?? "";
    const spans = assembleTurns(words, surveyLines(words), { headings: false, from: 0 });
    return rendered(
      "json-document",
      spans.map((span) => ({ ...span, text: words.slice(span.startOffset, span.endOffset) })),
    );
  },
};

/** A member named `transcript` is taken as it is. A member of another name must look like a transcript. */
function textOf(file: DecodedFile): string | null {
  const root = file.json.kind === "value" ? file.json.value : null;
  if (!isObject(root)) return null;
  const named = text(member(root, "transcript")) ?? text(member(root, "transcription"));
  if (named !== null) return named;
  const other = text(member(root, "text")) ?? text(member(root, "content"));
  if (other === null) return null;
  const { labelled, stamped } = surveyLines(other.slice(0, 65_536));
  return labelled + stamped > 1 ? other : null;
}
