export { EMBEDDING_KEY_VARIABLE, type Environment, SERVER_SECRETS } from "./environment.ts";
export { DEFAULT_CONFIGURATION_FILE, parseConfiguration } from "./file.ts";
export { readKeyFile } from "./key-file.ts";
export { type Configuration, loadConfiguration } from "./load.ts";
export { isHttpAddress, isModelName } from "./model-names.ts";
export {
  DEFAULTS,
  OPTION_KEYS,
  type OptionKey,
  optionName,
  type Options,
  type ResolvedOptions,
  USUAL_VARIABLES,
} from "./options.ts";
export { expandPreset, PRESET_NAMES, type PresetName } from "./presets.ts";
export { type PriceFile, readPriceFile, type WrittenPrices } from "./price-file.ts";
export { isSecretName, redact } from "./redaction.ts";
export {
  isCollectionName,
  isDatabaseName,
  isNeo4jAddress,
  isQdrantAddress,
  isUserName,
  SERVER_EXPECTATIONS,
} from "./server-names.ts";
export { CONFIGURATION_TEMPLATE } from "./template.ts";
export { valueFromText } from "./value.ts";
export { isWorkspaceName } from "./workspace-name.ts";
