export { giveBackWorker, takeWorker } from "./kept-workers.ts";
