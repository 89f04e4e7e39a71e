/** Heads that are people, or stand for people: what is good for them tells nothing of how things hang together. */
export const PEOPLE =
  /(?:er|or|ist|ian|ee|dent|man|woman|people|person|child|kid|parent|family|community|business|company|airport|industry|sector|nation|country|province|government|group|team|school|citizen|patient|veteran|organization|organisation)$/;
