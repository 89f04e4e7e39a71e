export { type Discovery, discover } from "./discover.ts";
export { DEFAULT_MAX_BYTES, READER_VERSION, type ReadResult, readTranscript, readTranscriptFile } from "./read.ts";
