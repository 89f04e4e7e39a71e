/**
 * A file in every folder that an export wrote: which files are the export's. Hidden, so that Obsidian and spreadsheets do not
 * show it.
 */
export const EXPORT_MANIFEST = ".colloquy-export.json";
