/** Units of weight per token, chosen so that the weight of every script is a whole number. */
export const WEIGHT_PER_TOKEN = 12;

const ASCII = 3;
const ALPHABETIC = 6;
const ABUGIDA = 8;
const IDEOGRAPHIC = 10;
const SURROGATE = 12;

/**
 * Weight of the code units between two offsets. It is a sum over code units, so the weight of a range is the sum of the
 * weights of its parts.
 */
export function tokenWeight(text: string, from: number, to: number): number {
  let weight = 0;
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index);
    weight += code < 0x80 ? ASCII : weightBeyondAscii(code);
  }
  return weight;
}

/** Ratios of the tokenisers of current models, rounded towards too many tokens. */
function weightBeyondAscii(code: number): number {
  if (code < 0x0900) return ALPHABETIC;
  if (code < 0x1e00) return ABUGIDA;
  if (code < 0x2e80) return ALPHABETIC;
  if (code < 0xd800) return IDEOGRAPHIC;
  return code < 0xe000 ? SURROGATE : IDEOGRAPHIC;
}

/**
 * Estimated tokens of a text, from its characters alone: about 4 ASCII characters per token, 2 of other alphabets, 1.5
 * of Indic and South-East Asian scripts, 1.2 of Chinese, Japanese and Korean, and 2 tokens per emoji. Linear, without a
 * tokeniser; an empty text has 0.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(tokenWeight(text, 0, text.length) / WEIGHT_PER_TOKEN);
}
