import { join } from "node:path";
import { z } from "zod";
import { EXPORT_MANIFEST, readRegularFile, textOf, writeWhole } from "../../files/index.ts";
import { ColloquyError, printable, systemErrorCode } from "../../model/index.ts";

/** Where an export goes, and what it is. */
export interface ExportTarget {
  readonly path: string;
  /** The path as the user wrote it. */
  readonly named: string;
  readonly format: string;
  readonly workspace: string;
}

const LARGEST = 256 * 1024 * 1024;

/** A path that cannot lead out of the folder. */
const RELATIVE = z
  .string()
  .refine(
    (path) => !/^\/|\\|:/.test(path) && path.split("/").every((part) => part !== "" && part !== ".." && part !== "."),
  );

const SCHEMA = z.object({
  version: z.literal(1),
  format: z.string(),
  workspace: z.string(),
  /** SHA-256 of the content that the export wrote, by path. During an export: of the old and of the new content. */
  files: z.record(RELATIVE, z.array(z.string())),
});

/** Which files of a folder an export wrote, so that the next one replaces these and no others. */
export type ExportManifest = z.infer<typeof SCHEMA>;

/** Null if the folder has none. @throws ColloquyError `invalid-input` if it is damaged. */
export function readManifest(folder: string, named: string): ExportManifest | null {
  try {
    const { bytes, mode } = readRegularFile(join(folder, EXPORT_MANIFEST), {
      largest: LARGEST,
      tooLarge: () => "it is too large",
    });
    return SCHEMA.parse(JSON.parse(textOf({ bytes, mode })));
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return null;
    throw new ColloquyError(
      "invalid-input",
      `${printable(named)} cannot be written: its list of exported files, ${EXPORT_MANIFEST}, cannot be read. Name another folder with --output.`,
      { cause: error },
    );
  }
}

export function writeManifest(folder: string, manifest: ExportManifest): void {
  writeWhole(join(folder, EXPORT_MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
}

export function manifestOf(
  { format, workspace }: ExportTarget,
  files: ReadonlyMap<string, readonly string[]>,
): ExportManifest {
  const sorted = [...files].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    version: 1,
    format,
    workspace,
    files: Object.fromEntries(sorted.map(([path, known]) => [path, [...known]])),
  };
}

export function nullIfAbsent(error: unknown): null {
  if (systemErrorCode(error) === "ENOENT") return null;
  throw error;
}
