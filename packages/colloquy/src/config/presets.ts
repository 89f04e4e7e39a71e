export const PRESET_NAMES = ["conservative", "production", "aggressive"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** Concurrent calls and chunks a call, for teams to agree on. Options that are set explicitly have precedence. */
const PRESETS: Readonly<Record<PresetName, { readonly maxConcurrent: number; readonly batchSize: number }>> = {
  conservative: { maxConcurrent: 15, batchSize: 10 },
  production: { maxConcurrent: 30, batchSize: 12 },
  aggressive: { maxConcurrent: 50, batchSize: 15 },
};

/** The options that a preset fills. */
interface PresetOptions {
  readonly preset?: PresetName | undefined;
  readonly maxConcurrent?: number | "auto" | undefined;
  readonly batchSize?: number | undefined;
}

/** Fills the options that are not set with the values of their preset. */
export function expandPreset<Options extends PresetOptions>(options: Options): Options {
  if (options.preset === undefined) return options;
  const { maxConcurrent, batchSize } = PRESETS[options.preset];
  return {
    ...options,
    maxConcurrent: options.maxConcurrent ?? maxConcurrent,
    batchSize: options.batchSize ?? batchSize,
  };
}
