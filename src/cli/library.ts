import type * as composition from "../composition/index.ts";

export type { EntityDetail, IngestOptions, RelationshipDetail, SearchHit, Workspace } from "../composition/index.ts";
export type { ExportFormat } from "../export/index.ts";
export type { EntityRow, Evidence } from "../model/index.ts";
export type { IngestResult, RunEvent, Stage, WorkspaceStatus } from "../pipeline/index.ts";

/** The library that the commands are shells over; loaded when one needs it, so that help and refusals come at once. */
export function loadLibrary(): Promise<typeof composition> {
  return import("../composition/index.ts");
}
