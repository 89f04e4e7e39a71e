export { createModelChecker } from "./model-checker.ts";
export { createModelJudge } from "./model-judge.ts";
