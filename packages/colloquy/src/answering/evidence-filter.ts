import { type Evidence, foldCase } from "../model/index.ts";
import type { GraphReader, ReadOptions, VectorStore } from "../ports/index.ts";
import { labelsOfSpeaker, resolveFiles } from "../retrieval/index.ts";
import type { EvidenceTest } from "./claims.ts";

/** A broad question about so few transcripts is answered from all parts of them. */
export const FEW_TRANSCRIPTS = 3;

/** The files that the patterns match, or the files of a small workspace; null for all files of a larger one. */
export async function wantedFiles(
  vectors: VectorStore,
  patterns: readonly string[] | undefined,
  options: ReadOptions,
): Promise<readonly string[] | null> {
  const files = await vectors.files(options);
  if (patterns !== undefined) return resolveFiles(files, patterns);
  return files.length <= FEW_TRANSCRIPTS ? files : null;
}

/** Selects evidence by file, null for all files, and by speaker: a name, an alias or a label. */
export async function evidenceTest(
  graph: GraphReader,
  { files, speaker }: { readonly files: readonly string[] | null; readonly speaker: string | undefined },
  options: ReadOptions,
): Promise<EvidenceTest> {
  const inFiles = files === null ? null : new Set(files);
  const labels = new Set(speaker === undefined ? [] : (await labelsOfSpeaker(graph, speaker, options)).map(foldCase));
  return (evidence: Evidence) =>
    (inFiles === null || inFiles.has(evidence.file)) &&
    (speaker === undefined || labels.has(foldCase(evidence.speaker ?? "")));
}
