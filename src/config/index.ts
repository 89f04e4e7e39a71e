export { type Environment, environmentWarnings } from "./environment.ts";
export { DEFAULT_CONFIGURATION_FILE, parseConfiguration } from "./file.ts";
export { type Configuration, type ConfigurationSources, loadConfiguration } from "./load.ts";
export {
  DEFAULTS,
  environmentName,
  EXPECTATIONS,
  OPTION_KEYS,
  type OptionKey,
  optionName,
  type Options,
  type ResolvedOptions,
} from "./options.ts";
export { isSecretName, redact } from "./redaction.ts";
export { nearestWord, suggestion } from "./suggestion.ts";
export { CONFIGURATION_TEMPLATE } from "./template.ts";
export { checkedValue, valueFromText } from "./value.ts";
