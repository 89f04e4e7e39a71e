export { makeFolders, removeFolders } from "./make-folders.ts";
export { createRunLog, type RunLog } from "./run-log.ts";
