export { EXPORT_FORMATS, type ExportFormat, exportRows } from "./export-rows.ts";
export type { SummaryRow } from "./rows.ts";
export type { PictureOptions } from "./picture/index.ts";
