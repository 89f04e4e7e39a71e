export { type Discovery, discover, type DiscoveredFile, type LeftOut } from "./discover.ts";
export { type DecodedText, decode, type Encoding } from "./decode.ts";
export {
  DEFAULT_MAX_BYTES,
  READER_VERSION,
  type ReadOptions,
  type ReadResult,
  readTranscript,
  readTranscriptFile,
} from "./read.ts";
