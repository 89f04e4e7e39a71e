import { localModelOfProfile } from "../../adapters/local-embeddings/index.ts";

/** The name of the model with an embedding profile, as `--embedding-model` takes it: without dimensions and weights. */
export function modelOfProfile(profile: string): string {
  const local = localModelOfProfile(profile);
  return local === null ? profile.replace(/\/\d+$/, "") : `local:${local}`;
}

/** Completes a sentence about vectors whose model has to be named with `--embedding-model`. */
export function howToName(profile: string): string {
  const flag = `--embedding-model ${modelOfProfile(profile)}`;
  const place = localModelOfProfile(profile) === null ? "--embedding-base-url" : "--models-dir";
  return `${flag}, and its ${place} if it has one`;
}
