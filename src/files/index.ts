export { makeFolders, removeFolders } from "./make-folders.ts";
export { readHead, readRegularFile, RefusedFile, type RegularFile, textOf } from "./regular-file.ts";
export { readYaml, type YamlText } from "./yaml-text.ts";
