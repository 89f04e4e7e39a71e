export { createRunLog, type RunLog } from "./run-log.ts";
