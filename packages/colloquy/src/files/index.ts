export { dataDirOption } from "./data-dir-option.ts";
export { EXPORT_MANIFEST } from "./export-manifest.ts";
export { folderStamp } from "./folder-stamp.ts";
export { appendJsonLines, readJsonLines } from "./json-lines.ts";
export { makeFolders, removeFolders } from "./make-folders.ts";
export { makePrivateFile, PRIVATE_FILE, PRIVATE_FOLDER } from "./private.ts";
export {
  type OpenedFile,
  openRegularFile,
  readHead,
  readRegularFile,
  readTail,
  RefusedFile,
  type RegularFile,
  textOf,
} from "./regular-file.ts";
export { removeAbandoned, unfinishedBeside } from "./unfinished-file.ts";
export { writeWhole } from "./write-whole.ts";
export { readYaml, type YamlText } from "./yaml-text.ts";
export { YamlLists } from "./yaml-lists.ts";
