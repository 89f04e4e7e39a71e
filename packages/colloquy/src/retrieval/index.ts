export { LEXICAL_RANKING, type Ranking, SEMANTIC_RANKING } from "./ranking.ts";
export { absentWords } from "./absent-words.ts";
export { type SearchHit, type SearchPorts, type SearchRequest, searchPassages } from "./search-passages.ts";
