import { RULES_DESCRIPTION, RULES_PROFILE } from "../adapters/rules/index.ts";
import {
  type ExportedFile,
  exportFiles,
  type ExportFormat,
  exportRows,
  type FolderFormat,
  type PictureOptions,
} from "../export/index.ts";
import type { OpenedStores } from "./opened-stores.ts";
import { summaryRows } from "./summaries.ts";
import type { WorkspaceSources } from "./workspace-sources.ts";

type Sources = Pick<WorkspaceSources, "status" | "ledger">;

/** The whole workspace as text, in pieces. @throws ColloquyError `store` when a store does not hold the workspace. */
export async function* exportText(
  stores: OpenedStores,
  { status, ledger }: Sources,
  format: ExportFormat,
  picture: PictureOptions,
): AsyncIterable<string> {
  const caption = format === "html" ? captionOf((await status()).profiles) : null;
  const { graph, vectors } = await stores.matching();
  yield* exportRows({
    format,
    ...(format === "jsonl" || format === "graphml" ? { summaries: () => summaryRows(ledger, graph) } : {}),
    graph,
    vectors,
    picture: { ...(caption === null ? {} : { caption }), ...picture },
  });
}

/** The whole workspace as the files of a folder. @throws ColloquyError `store` when a store does not hold the workspace. */
export async function* exportFolder(
  stores: OpenedStores,
  { status, ledger }: Sources,
  format: FolderFormat,
): AsyncIterable<ExportedFile> {
  const { workspace, profiles } = await status();
  const { graph, vectors } = await stores.matching();
  const summaries = () => summaryRows(ledger, graph);
  yield* exportFiles({ format, workspace, graph, vectors, summaries, caption: captionOf(profiles) });
}

/** The caption of a picture of chunks that the rules extracted; null for other extractors. */
function captionOf(profiles: readonly { readonly profile: string }[]): string | null {
  return profiles.some(({ profile }) => profile === RULES_PROFILE) ? RULES_DESCRIPTION : null;
}
