import { CHUNKER_VERSION } from "../chunking/index.ts";
import { KEYS_VERSION } from "../model/index.ts";
import { READER_VERSION } from "../transcripts/index.ts";

/** A new version of the parser, the chunker or the keys makes a run read every file again. */
export const READER_VERSION_WITH_CHUNKS = `${READER_VERSION}/${CHUNKER_VERSION}/${KEYS_VERSION}`;
