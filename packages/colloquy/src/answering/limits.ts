/** The most sentences of an answer, and the most citations of a sentence. */
export const MOST_OF_ANSWER = { sentences: 8, citations: 4 } as const;
