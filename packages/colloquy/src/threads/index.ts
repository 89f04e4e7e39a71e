export { type TakenWorker, takeWorker } from "./kept-workers.ts";
