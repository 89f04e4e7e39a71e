export { localModelId, localModelOfProfile, localProfile } from "./model-name.ts";
export { LOCAL_BATCH_SIZE } from "./local-embedding-model.ts";
export { locateLocalModel, openLocalModel, requireTransformers } from "./open-local-model.ts";
