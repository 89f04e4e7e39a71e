import { ColloquyError } from "../model/index.ts";
import { graphMl } from "./graphml.ts";
import { type PictureOptions, pictureHtml } from "./picture/index.ts";
import { canonicalLines, type ExportSource, jsonLines, type SummaryRow } from "./rows.ts";

export const EXPORT_FORMATS = ["jsonl", "graphml", "canonical", "html"] as const;

/**
 * `jsonl`: one row per line; `graphml`: a file for graph tools; `canonical`: the lines that the digest is computed from;
 * `html`: a page with a picture of the graph.
 */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportOptions extends ExportSource {
  readonly format: ExportFormat;
  /** The summaries, for `jsonl` and `graphml`. */
  readonly summaries?: () => AsyncIterable<SummaryRow>;
  /** For `html` only. */
  readonly picture?: PictureOptions;
}

/**
 * The content of a workspace as text, in pieces; memory does not grow with the workspace. `jsonl`: the graph, one row per
 * line. `canonical`: graph and vectors as the digest counts them. `graphml`: for Gephi, yEd and networkx. `html`: a page
 * with a bounded selection.
 * @throws ColloquyError `invalid-input` for an unknown format, `store` when the store cannot be read.
 */
export function exportRows(options: ExportOptions): AsyncIterable<string> {
  switch (options.format) {
    case "jsonl":
      return jsonLines(options.graph, options.summaries);
    case "canonical":
      return canonicalLines(options);
    case "graphml":
      return graphMl(options.graph, options.summaries);
    case "html":
      return pictureHtml(options.graph, options.picture ?? {});
    default:
      throw new ColloquyError(
        "invalid-input",
        `There is no export format ${JSON.stringify(options.format)}: choose one of ${EXPORT_FORMATS.join(", ")}.`,
      );
  }
}
