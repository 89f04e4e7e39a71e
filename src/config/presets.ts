export const PRESET_NAMES = ["conservative", "production", "aggressive"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** Calls at once and passages a call, as people write them down for a team; whatever somebody sets apart beats them. */
export const PRESETS: Readonly<Record<PresetName, { readonly maxConcurrent: number; readonly batchSize: number }>> = {
  conservative: { maxConcurrent: 15, batchSize: 10 },
  production: { maxConcurrent: 30, batchSize: 12 },
  aggressive: { maxConcurrent: 50, batchSize: 15 },
};
