export {
  CALLING,
  LOGGING,
  PRINTING,
  READING,
  WITH_GRAPH,
  WITH_CHAT,
  WITH_MODELS,
  WITH_QUERIES,
  WITH_VECTORS,
} from "./commands.ts";
export { type Environment, environmentName, type Option, optionName } from "./option.ts";
export { checkedValue, readNumber, readSwitch, readWholeNumber, valueFromText } from "./value.ts";
