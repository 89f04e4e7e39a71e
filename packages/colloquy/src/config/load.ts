import {
  CONFIGURATION_VARIABLE,
  type Environment,
  environmentWarnings,
  optionsFromEnvironment,
  variablesOfDotEnv,
} from "./environment.ts";
import { DEFAULT_CONFIGURATION_FILE, readConfigurationFile } from "./file.ts";
import { DEFAULTS, type Options, type ResolvedOptions } from "./options.ts";
import { expandPreset } from "./presets.ts";

/** A configuration with its defaults, and where it came from. */
export interface Configuration {
  readonly options: ResolvedOptions;
  /** The file that was read, as it was named; null without one. */
  readonly file: string | null;
  /** The process's environment with what `.env` adds. */
  readonly environment: Environment;
  /** Sentences for the user about what has no effect. */
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
 * Joins what the user said in several places: flag, environment, `.env`, configuration file, default; the first wins.
 * A preset fills what none of them has said, wherever it was chosen.
 * @throws ColloquyError `configuration` in one sentence that names the place.
 */
export function loadConfiguration(sources: ConfigurationSources): Configuration {
  const dotEnv = variablesOfDotEnv(sources.environment, sources.cwd);
  const environment = { ...dotEnv, ...sources.environment };
  const named = sources.file ?? (environment[CONFIGURATION_VARIABLE] || undefined);
  const path = named ?? DEFAULT_CONFIGURATION_FILE;
  const fromFile = readConfigurationFile(path, { cwd: sources.cwd, required: named !== undefined });
  const said = expandPreset({
    ...fromFile,
    ...optionsFromEnvironment(dotEnv),
    ...optionsFromEnvironment(sources.environment),
    ...sources.flags,
  });
  return {
    options: { ...DEFAULTS, ...said },
    file: fromFile === null ? null : path,
    environment,
    warnings: environmentWarnings(environment),
  };
}
