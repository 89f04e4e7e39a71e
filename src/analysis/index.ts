export { ANALYSIS_VERSION, analyse, words } from "./analyse.ts";
