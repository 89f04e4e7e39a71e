export { CHUNKER_VERSION, chunkTranscript } from "./chunk-transcript.ts";
export { estimateTokens } from "./estimate-tokens.ts";
