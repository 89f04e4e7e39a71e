/** Longer names are refused, from any extractor; in UTF-16 code units. */
export const NAME_CHARACTERS = 100;

/** Further antecedents of a relation are left out: it has two ends. */
export const ANTECEDENTS_OF_A_RELATION = 2;

/** Further items of a list are refused: no chunk has words for so many. */
export const ITEMS_OF_A_LIST = 1_000;
