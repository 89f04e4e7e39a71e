export { nearestWord, suggestion } from "../model/index.ts";
