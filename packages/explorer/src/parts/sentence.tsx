/** A message whose commands, in backticks, are shown as code. */
export function Sentence({ text }: { readonly text: string }) {
  // Every second part is between two backticks.
  return text.split(/`([^`]+)`/u).map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
