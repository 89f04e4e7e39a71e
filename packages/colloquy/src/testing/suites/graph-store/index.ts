import type { GraphStore } from "../../../ports/index.ts";
import type { ConformanceCase } from "../../conformance.ts";
import { projectionStateCases } from "../projection-state.ts";
import { sampleEntity } from "../sample-rows.ts";
import { contextCases } from "./context.ts";
import { exploreCases } from "./explore.ts";
import { listCases } from "./lists.ts";
import { prepared } from "./material.ts";
import { speakerCases } from "./speakers.ts";
import { writingCases } from "./writing.ts";

const remembering = projectionStateCases<GraphStore>(
  prepared,
  (store) => store.upsert("entity", [sampleEntity("a")]),
  async (store) => (await store.counts()).entities,
);

/** The requirements on every GraphStore. */
export const graphStoreConformance: readonly ConformanceCase<GraphStore>[] = [
  ...writingCases,
  ...remembering,
  ...listCases,
  ...contextCases,
  ...speakerCases,
  ...exploreCases,
];
