export { discover } from "./discover.ts";
export { READER_VERSION, readTranscript, readTranscriptBytes, readTranscriptFile } from "./read.ts";
