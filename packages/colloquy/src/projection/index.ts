export { stopWhenInterrupted } from "./interrupted.ts";
export { walkPages } from "./pages.ts";
export { projectGraph } from "./project-graph.ts";
export { type TextAnalyser, vectorMarker } from "./project-vectors.ts";
export { graphProjection, type ProjectionTarget, vectorProjection } from "./projection.ts";
export { type SyncStatus, syncStatusOf } from "./sync-status.ts";
export type {
  FaultyRow,
  KindVerification,
  ProjectionVerification,
  StoreVerification,
  Verification,
} from "./verification.ts";
export { verifyProjections } from "./verify.ts";
