export { createModelJudge } from "./model-judge.ts";
