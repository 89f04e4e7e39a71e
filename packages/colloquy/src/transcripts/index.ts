export { type Discovery, discover } from "./discover.ts";
export { READER_VERSION, type ReadResult, readTranscript, readTranscriptBytes, readTranscriptFile } from "./read.ts";
