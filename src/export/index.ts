export { EXPORT_FORMATS, type ExportFormat, type ExportOptions, exportRows } from "./export-rows.ts";
export type { PictureOptions } from "./picture/index.ts";
export type { ExportSource } from "./rows.ts";
