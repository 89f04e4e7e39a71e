export { EXPORT_FORMATS, type ExportFormat, exportRows } from "./export-rows.ts";
export { exportFiles, type FolderFormat } from "./export-files.ts";
export type { ExportedFile } from "./exported-file.ts";
export type { SummaryRow } from "./rows.ts";
export type { PictureOptions } from "./picture/index.ts";
