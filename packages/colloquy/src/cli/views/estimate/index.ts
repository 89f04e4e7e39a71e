export { renderEstimate } from "./estimate.ts";
