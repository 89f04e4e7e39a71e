import { parseJsonText, type JsonText } from "./json/json-text.ts";
import { type LineSurvey, surveyLines } from "./lines/survey.ts";

/** How much of a text is looked at to recognise its format. */
const SAMPLE_CHARACTERS = 131_072;

/** A decoded file on its way to a parser; what several parsers ask for is worked out once. */
export class Source {
  readonly file: string;
  /** Lower case, without the dot; empty where the name has none. */
  readonly extension: string;
  readonly text: string;
  /** The beginning of the text, from its first words on where it is long, cut at a line end where there is one. */
  readonly sample: string;
  #survey: LineSurvey | undefined;
  #lines: LineSurvey | undefined;
  #json: JsonText | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? "";
    this.text = text;
    this.sample = sampleOf(text);
  }

  /** What the lines of the sample look like. */
  get survey(): LineSurvey {
    this.#survey ??= surveyLines(this.sample);
    return this.#survey;
  }

  /** What the lines of the whole text look like. */
  get lines(): LineSurvey {
    this.#lines ??= this.sample.length === this.text.length ? this.survey : surveyLines(this.text);
    return this.#lines;
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
