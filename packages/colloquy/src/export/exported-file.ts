/** A file of an export that is a folder. */
export interface ExportedFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** Its text in pieces, to be read before the next file is requested. */
  readonly pieces: Iterable<string> | AsyncIterable<string>;
}
