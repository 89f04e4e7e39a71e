export { EMBEDDING_KEY_VARIABLE, MCP_TOKEN_VARIABLE, SERVE_PASSWORD_VARIABLE } from "./environment.ts";
export { DEFAULT_CONFIGURATION_FILE, parseConfiguration } from "./file.ts";
export { readKeyFile } from "./key-file.ts";
export { type Configuration, loadConfiguration } from "./load.ts";
export { isHttpAddress } from "./model-names.ts";
export {
  DEFAULTS,
  OPTION_KEYS,
  type OptionKey,
  OPTIONS,
  type Options,
  optionsOf,
  type ResolvedOptions,
} from "./options.ts";
export { expandPreset, PRESET_NAMES, type PresetName } from "./presets.ts";
export { type PriceFile, readPriceFile, type WrittenPrices } from "./price-file.ts";
export { CONFIGURATION_TEMPLATE } from "./template.ts";
export { isWorkspaceName } from "./workspace-name.ts";
