/** Whether a text can be the name of a model: `gpt-4o-mini`, `openai:gpt-4o-mini`, `llama3:8b`. No part may be empty. */
export function isModelName(text: string): boolean {
  return /^[^\s:]+(?::[^\s:]+)*$/.test(text);
}

/** Whether a text is an HTTP or HTTPS address. */
export function isHttpAddress(text: string): boolean {
  return /^https?:\/\/[^/]/i.test(text) && URL.canParse(text);
}
