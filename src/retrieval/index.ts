export { LEXICAL_RANKING, type Ranking, SEMANTIC_RANKING } from "./ranking.ts";
export { type SearchHit, type SearchPorts, type SearchRequest, searchPassages } from "./search-passages.ts";
