export { createModelChecker } from "./model-checker.ts";
export { createModelJudge } from "./model-judge.ts";
export { createVerdictModel } from "./verdict-model.ts";
