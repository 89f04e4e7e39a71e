export type { Environment } from "./environment.ts";
export { DEFAULT_CONFIGURATION_FILE, parseConfiguration } from "./file.ts";
export { type Configuration, loadConfiguration } from "./load.ts";
export { DEFAULTS, OPTION_KEYS, type OptionKey, optionName, type Options, type ResolvedOptions } from "./options.ts";
export { isSecretName, redact } from "./redaction.ts";
export { nearestWord } from "./suggestion.ts";
export { CONFIGURATION_TEMPLATE } from "./template.ts";
export { valueFromText } from "./value.ts";
