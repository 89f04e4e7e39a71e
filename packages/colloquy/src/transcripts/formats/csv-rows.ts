const MANY_LINES_IN_A_FIELD = 60;
/** How many different first fields are remembered. */
const MOST_FIRST_FIELDS = 1000;

/**
 * The rows of delimited text, without blank lines. Lenient without losing a word: a quotation mark within a field is an
 * ordinary character. So is one that opens a field and is not closed, or is closed only after several rows.
 */
export function readCsvRows(text: string, delimiter: string): string[][] {
  const reader = new RowReader(text, delimiter);
  const rows: string[][] = [];
  for (let row = reader.next(); row !== null; row = reader.next()) {
    if (row.length > 1 || row[0]?.trim() !== "") rows.push(row);
  }
  return rows;
}

const QUOTE = 34;

class RowReader {
  readonly #text: string;
  readonly #delimiter: number;
  #at = 0;
  /** No quotation mark before this offset ends a field. So each line is searched once. */
  #unclosedUntil = -1;
  /** Fields of the first row. */
  #width = 0;
  readonly #firstFields = new Set<string>();

  constructor(text: string, delimiter: string) {
    this.#text = text;
    this.#delimiter = delimiter.charCodeAt(0);
  }

  next(): string[] | null {
    if (this.#at >= this.#text.length) return null;
    const row: string[] = [];
    for (;;) {
      row.push(this.#field());
      if (this.#text.charCodeAt(this.#at) !== this.#delimiter || this.#at >= this.#text.length) break;
      this.#at++;
    }
    this.#skipLineEnd();
    if (this.#width === 0) this.#width = row.length;
    if (row[0]?.trim() !== "" && this.#firstFields.size < MOST_FIRST_FIELDS) this.#firstFields.add(row[0] ?? "");
    return row;
  }

  #field(): string {
    const start = this.#at;
    let open = start;
    while (this.#text.charCodeAt(open) === 32) open++;
    if (this.#text.charCodeAt(open) === QUOTE) {
      const close = this.#closingQuote(open + 1);
      if (close !== -1) {
        this.#at = this.#afterQuote(close);
        return this.#text.slice(open + 1, close).replaceAll('""', '"');
      }
    }
    let end = start;
    while (end < this.#text.length && !this.#endsField(end)) end++;
    this.#at = end;
    return this.#text.slice(start, end);
  }

  /** The mark that closes the field; -1 when the opening mark is an ordinary character. */
  #closingQuote(start: number): number {
    let lines = 0;
    for (let i = start; i < this.#text.length; i++) {
      const code = this.#text.charCodeAt(i);
      if (code === 10 || code === 13) {
        lines++;
      } else if (code === QUOTE) {
        if (this.#endsField(this.#afterQuote(i))) return lines > 1 && this.#holdsRows(start, i) ? -1 : i;
        if (this.#text.charCodeAt(i + 1) === QUOTE) i++;
        // On the same line, a mark that is not doubled is a mistake. On a later line it opens another field.
        else return lines > 0 ? -1 : this.#closingQuoteInLine(i + 1);
      }
    }
    return -1;
  }

  #closingQuoteInLine(start: number): number {
    if (start <= this.#unclosedUntil) return -1;
    for (let i = start; i < this.#text.length; i++) {
      const code = this.#text.charCodeAt(i);
      if (code === QUOTE && this.#endsField(this.#afterQuote(i))) return i;
      if (code === 10 || code === 13) {
        this.#unclosedUntil = i;
        return -1;
      }
    }
    this.#unclosedUntil = this.#text.length;
    return -1;
  }

  /**
   * Whether the lines that begin within a field are rows. Lines of words often have a comma, so two fields are no proof: their
   * first field must have occurred as a first field before, or the lines must be too many for one field.
   */
  #holdsRows(start: number, end: number): boolean {
    if (this.#width < 2) return false;
    const lines = this.#text
      .slice(start, end)
      .split(/\r\n?|\n/)
      .slice(1, -1);
    const delimiter = String.fromCharCode(this.#delimiter);
    const sure = this.#width > 2 || lines.length > MANY_LINES_IN_A_FIELD;
    const rows = lines.filter((line) => {
      const fields = line.split(delimiter);
      return fields.length >= this.#width && (sure || this.#firstFields.has(fields[0] ?? ""));
    });
    return rows.length > 0 && rows.length >= lines.length * 0.9;
  }

  #afterQuote(quote: number): number {
    let i = quote + 1;
    while (this.#text.charCodeAt(i) === 32) i++;
    return i;
  }

  #endsField(position: number): boolean {
    if (position >= this.#text.length) return true;
    const code = this.#text.charCodeAt(position);
    return code === this.#delimiter || code === 10 || code === 13;
  }

  #skipLineEnd(): void {
    if (this.#text.charCodeAt(this.#at) === 13 && this.#text.charCodeAt(this.#at + 1) === 10) this.#at++;
    this.#at++;
  }
}
