/**
 * The labels of the complete entries of a reply (`{"chunks":[{"label":...},...]}`), also of a reply
 * that was cut off; none for other text.
 */
export function completeEntries(text: string): ReadonlySet<string> {
  const start = text.indexOf("[");
  return new Set(
    start < 0
      ? []
      : objectsOf(text, start + 1)
          .map(labelIn)
          .filter((label) => label !== null),
  );
}

/** The complete objects of an array that begins before `from`. */
function objectsOf(text: string, from: number): string[] {
  const objects: string[] = [];
  let depth = 0;
  let begun = from;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (quoted && character === "\\") at += 1;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === "{" && (depth += 1) === 1) begun = at;
    else if (character === "}" && (depth -= 1) === 0) objects.push(text.slice(begun, at + 1));
  }
  return objects;
}

function labelIn(entry: string): string | null {
  try {
    const { label } = JSON.parse(entry) as { readonly label?: unknown };
    return typeof label === "string" ? label : null;
  } catch {
    return null;
  }
}
