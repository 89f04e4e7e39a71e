/** Longer names are refused, from any extractor; in UTF-16 code units. */
export const NAME_CHARACTERS = 100;

/** Further items of a list are refused: no chunk has words for so many. */
export const ITEMS_OF_A_LIST = 1_000;
