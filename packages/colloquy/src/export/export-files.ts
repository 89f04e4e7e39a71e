import { ColloquyError } from "../model/index.ts";
import type { GraphReader, VectorStore } from "../ports/index.ts";
import { csvFiles } from "./csv/csv-files.ts";
import type { ExportedFile } from "./exported-file.ts";
import { vaultFiles } from "./obsidian/vault.ts";
import type { SummaryRow } from "./rows.ts";

const FOLDER_FORMATS = ["obsidian", "csv"] as const;

/** `obsidian`: a vault of linked notes; `csv`: a table for each kind of rows. */
export type FolderFormat = (typeof FOLDER_FORMATS)[number];

export interface FolderExportOptions {
  readonly format: FolderFormat;
  readonly workspace: string;
  readonly graph: GraphReader;
  readonly vectors: Pick<VectorStore, "neighbours">;
  /** The summaries, for `obsidian`. */
  readonly summaries: () => AsyncIterable<SummaryRow>;
  /** A remark on the extractor, for `obsidian`. */
  readonly caption: string | null;
}

/**
 * The content of a workspace as the files of a folder, one after another. The same workspace gives the same files.
 * @throws ColloquyError `invalid-input` for an unknown format, `store` when a store cannot be read.
 */
export function exportFiles(options: FolderExportOptions): AsyncIterable<ExportedFile> {
  switch (options.format) {
    case "obsidian":
      return vaultFiles(options);
    case "csv":
      return csvFiles(options.graph);
    default:
      throw new ColloquyError(
        "invalid-input",
        `There is no folder export ${JSON.stringify(options.format)}: choose one of ${FOLDER_FORMATS.join(", ")}.`,
      );
  }
}
