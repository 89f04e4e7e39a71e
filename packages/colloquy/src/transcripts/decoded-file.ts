import { parseJsonText, type JsonText } from "./json/json-text.ts";
import { type LineSurvey, surveyLines } from "./lines/survey.ts";

/** How much of a text is used to recognise its format. */
const SAMPLE_CHARACTERS = 131_072;

/** The language of a file's text. Each transcript format belongs to one syntax. */
export type Syntax = "json" | "markup" | "text";

const MARKUP = /^\s{0,1000}(?:<\?xml|<!doctype|<html|<tt[\s>]|<transcript[\s>]|<timedtext)/i;

/** A decoded file for the parsers. Values that several parsers need are computed once. */
export class DecodedFile {
  /** Lower case, without the dot; empty if the name has none. */
  readonly extension: string;
  readonly text: string;
  /** The whole text, or, if it is long, its beginning from the first words on, cut at a line end if there is one. */
  readonly sample: string;
  #survey: LineSurvey | undefined;
  #lines: LineSurvey | undefined;
  #json: JsonText | undefined;

  constructor(path: string, text: string) {
    this.extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
    this.text = text;
    this.sample = sampleOf(text);
  }

  /** The kinds of the lines of the sample. */
  get survey(): LineSurvey {
    this.#survey ??= surveyLines(this.sample);
    return this.#survey;
  }

  /** The kinds of the lines of the whole text. */
  get lines(): LineSurvey {
    this.#lines ??= this.sample.length === this.text.length ? this.survey : surveyLines(this.text);
    return this.#lines;
  }

  /** `markup`: XML or HTML; `text`: every other text that is not JSON. */
  get syntax(): Syntax {
    if (MARKUP.test(this.sample)) return "markup";
    return this.json.kind === "value" || this.json.kind === "lines" ? "json" : "text";
  }

  /** The text read as JSON or JSON Lines. */
  get json(): JsonText {
    this.#json ??= parseJsonText(this.text);
    return this.#json;
  }
}

function sampleOf(text: string): string {
  if (text.length <= SAMPLE_CHARACTERS) return text;
  const start = Math.max(0, text.search(/\S/));
  const sample = text.slice(start, start + SAMPLE_CHARACTERS);
  const lastLine = Math.max(sample.lastIndexOf("\n"), sample.lastIndexOf("\r"));
  return lastLine > 0 ? sample.slice(0, lastLine + 1) : sample;
}
