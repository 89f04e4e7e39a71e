export const PRESET_NAMES = ["conservative", "production", "aggressive"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** Calls at once and passages a call, as people write them down for a team; whatever somebody sets apart beats them. */
const PRESETS: Readonly<Record<PresetName, { readonly maxConcurrent: number; readonly batchSize: number }>> = {
  conservative: { maxConcurrent: 15, batchSize: 10 },
  production: { maxConcurrent: 30, batchSize: 12 },
  aggressive: { maxConcurrent: 50, batchSize: 15 },
};

/** What a preset fills. */
interface PresetOptions {
  readonly preset?: PresetName | undefined;
  readonly maxConcurrent?: number | "auto" | undefined;
  readonly batchSize?: number | undefined;
}

/** Options with what their preset says of those that nobody has set. */
export function expandPreset<Options extends PresetOptions>(options: Options): Options {
  if (options.preset === undefined) return options;
  const { maxConcurrent, batchSize } = PRESETS[options.preset];
  return {
    ...options,
    maxConcurrent: options.maxConcurrent ?? maxConcurrent,
    batchSize: options.batchSize ?? batchSize,
  };
}
