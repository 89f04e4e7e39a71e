export { createModelChecker } from "./model-checker.ts";
export { createModelJudge } from "./model-judge.ts";
export { JUDGE_PROMPT_VERSION } from "./prompt.ts";
export { createVerdictModel } from "./verdict-model.ts";
