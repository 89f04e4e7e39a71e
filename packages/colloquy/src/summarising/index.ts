export { checkSentences, withoutCitations } from "./check-sentences.ts";
export { entitySubject, entitySubjects } from "./entity-subjects.ts";
export { createModelSummariser } from "./model-summariser.ts";
export { requestFor, statementText, type SummarySubject } from "./subject.ts";
export { currentSummary, type Summary } from "./summary.ts";
export { transcriptSubject } from "./transcript-subject.ts";
