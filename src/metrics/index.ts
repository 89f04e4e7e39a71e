export { createRunLog } from "./run-log.ts";
