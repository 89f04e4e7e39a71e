export { compare, type CompareOptions } from "./compare.ts";
export type { EntityDetail, EntityReference, Namesake, QuoteDetail, RelationshipDetail } from "./entity-detail.ts";
export { ingest } from "./ingest.ts";
export type { IngestOptions, IngestPorts } from "./ingest-options.ts";
export type { Neighbour } from "./neighbourhood.ts";
export { open, type OpenOptions, type OpenPorts } from "./open.ts";
export { type ParsedFile, type ParsedTurn, parseFiles } from "./parse-files.ts";
export type { SearchHit, SearchOptions } from "./search.ts";
export { Workspace } from "./workspace.ts";
