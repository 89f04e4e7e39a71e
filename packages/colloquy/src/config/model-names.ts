/** Whether a text can name a model: `gpt-4o-mini`, `openai:gpt-4o-mini`, `llama3:8b`; never with an empty part. */
export function isModelName(text: string): boolean {
  return /^[^\s:]+(?::[^\s:]+)*$/.test(text);
}

/** Whether a text is the address of something that speaks HTTP. */
export function isHttpAddress(text: string): boolean {
  return /^https?:\/\/[^/]/i.test(text) && URL.canParse(text);
}
