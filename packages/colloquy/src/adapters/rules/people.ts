/** Heads that mean people. A statement that something is good for them is no relation between things. */
export const PEOPLE =
  /(?:er|or|ist|ian|ee|dent|man|woman|people|person|child|kid|parent|family|community|business|company|airport|industry|sector|nation|country|province|government|group|team|school|citizen|patient|veteran|organization|organisation)$/;
