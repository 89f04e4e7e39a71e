import type { LedgerSources } from "../../../../ports/index.ts";
import type { LedgerSession } from "../session.ts";
import {
  listSpeakers,
  listTranscripts,
  speakerTurns,
  spokenLabels,
  transcriptsNamed,
  transcriptsWithWords,
} from "./listings.ts";
import { fingerprints, putSkipped, putTranscript, registerSource } from "./transcripts.ts";

export function ledgerSources({ context, read, write }: LedgerSession): LedgerSources {
  return {
    registerSource: async (path, files) => write(() => registerSource(context, path, files)),
    fingerprints: async (source) => read(() => fingerprints(context, source)),
    putTranscript: async (record) => write(() => putTranscript(context, record)),
    putSkipped: async (source, skipped) => write(() => putSkipped(context, source, skipped)),
    listTranscripts: async (page) => read(() => listTranscripts(context, page), page),
    transcriptsNamed: async (name, options) => read(() => transcriptsNamed(context, name, options), options),
    transcriptsWithWords: async (words, options) => read(() => transcriptsWithWords(context, words, options), options),
    spokenLabels: async (transcript, options) => read(() => spokenLabels(context, transcript), options),
    speakerTurns: async (options) => read(() => [...speakerTurns(context, options)], options),
    listSpeakers: async (page) => read(() => listSpeakers(context, page), page),
  };
}
