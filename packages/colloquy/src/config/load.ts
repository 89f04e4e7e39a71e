import type { Environment } from "../options/index.ts";
import {
  CONFIGURATION_VARIABLE,
  environmentWarnings,
  optionsFromEnvironment,
  variablesOfDotEnv,
} from "./environment.ts";
import { DEFAULT_CONFIGURATION_FILE, readConfigurationFile } from "./file.ts";
import { DEFAULTS, type Options, type ResolvedOptions } from "./options.ts";
import { expandPreset } from "./presets.ts";

/** A configuration with its defaults, and its source. */
export interface Configuration {
  readonly options: ResolvedOptions;
  /** The file that was read, as it was named; null if there is none. */
  readonly file: string | null;
  /** The environment of the process and the variables of `.env`. */
  readonly environment: Environment;
  /** Sentences for the user about settings without effect. */
  readonly warnings: readonly string[];
}

export interface ConfigurationSources {
  /** Options that were given on the command line, checked. */
  readonly flags: Partial<Options>;
  /** `--config`. */
  readonly file?: string | undefined;
  readonly environment: Environment;
  readonly cwd: string;
}

/**
 * Combines the options of flags, environment, `.env`, configuration file and defaults. For each option the first of these
 * counts. A preset fills options that none of the first four has set, wherever the preset was chosen.
 * @throws ColloquyError `configuration` in one sentence that names the source.
 */
export function loadConfiguration(sources: ConfigurationSources): Configuration {
  const dotEnv = variablesOfDotEnv(sources.environment, sources.cwd);
  const environment = { ...dotEnv, ...sources.environment };
  const named = sources.file ?? (environment[CONFIGURATION_VARIABLE] || undefined);
  const path = named ?? DEFAULT_CONFIGURATION_FILE;
  const fromFile = readConfigurationFile(path, { cwd: sources.cwd, required: named !== undefined });
  const given = expandPreset({
    ...fromFile,
    ...optionsFromEnvironment(dotEnv),
    ...optionsFromEnvironment(sources.environment),
    ...sources.flags,
  });
  return {
    options: { ...DEFAULTS, ...given },
    file: fromFile === null ? null : path,
    environment,
    warnings: environmentWarnings(environment),
  };
}
