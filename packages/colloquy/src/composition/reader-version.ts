import { CHUNKER_VERSION } from "../chunking/index.ts";
import { READER_VERSION } from "../transcripts/index.ts";

/** Another parser or chunker reads every file again. */
export const READER_VERSION_WITH_CHUNKS = `${READER_VERSION}/${CHUNKER_VERSION}`;
