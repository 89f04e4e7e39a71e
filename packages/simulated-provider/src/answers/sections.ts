/** The lines of a section of a prompt, up to the next heading `=== title ===`; null if there is no such section. */
export function linesOf(prompt: string, title: string): readonly string[] | null {
  const lines = prompt.split("\n");
  const start = lines.indexOf(`=== ${title} ===`);
  if (start < 0) return null;
  const after = lines.slice(start + 1);
  const end = after.findIndex((line) => /^=== .+ ===$/.test(line));
  return (end < 0 ? after : after.slice(0, end)).filter((line) => line !== "");
}
