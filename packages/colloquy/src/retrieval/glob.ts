/** A part of a glob. */
type Part =
  | { readonly kind: "text"; readonly text: string }
  /** One character that is no slash. */
  | { readonly kind: "character"; readonly matches: (character: string) => boolean }
  /** Any characters but slashes. */
  | { readonly kind: "star" }
  /** Any characters. */
  | { readonly kind: "anything" }
  /** Whole folders with their slash, or none. */
  | { readonly kind: "folders" }
  | { readonly kind: "choice"; readonly branches: readonly (readonly Part[])[] };

/** Positions of a path at which a match of the parts before can end: 1 at each of them. */
type Positions = Uint8Array;

/**
 * Returns a test of paths with slashes: `*` and `?` match within a name, `**` matches folders, `[a-z]` and `[!a-z]` one
 * character, `{a,b}` one of several texts; `\` makes the next character literal. The test follows all possible matches at once
 * (Thompson 1968, "Regular expression search algorithm"), so its time is at most the length of the glob times that of
 * the path, whatever the glob is. A glob may come from a client of a server, and libraries translate globs to regular expressions,
 * which take minutes for some of them.
 */
export function globTest(glob: string): (path: string) => boolean {
  const parts = partsOf(glob);
  return (path) => {
    const start = new Uint8Array(path.length + 1);
    start[0] = 1;
    return after(parts, path, start)[path.length] === 1;
  };
}

function after(parts: readonly Part[], path: string, start: Positions): Positions {
  let positions = start;
  for (const part of parts) {
    positions = afterPart(part, path, positions);
    if (!positions.includes(1)) break;
  }
  return positions;
}

function afterPart(part: Part, path: string, before: Positions): Positions {
  if (part.kind === "choice") return union(part.branches.map((branch) => after(branch, path, before)));
  const ends = new Uint8Array(before.length);
  let isOpen = false;
  for (let at = 0; at < before.length; at++) {
    const isStart = before[at] === 1;
    if (part.kind === "text") {
      if (isStart && path.startsWith(part.text, at)) ends[at + part.text.length] = 1;
    } else if (part.kind === "character") {
      const character = path[at] ?? "/";
      if (isStart && character !== "/" && part.matches(character)) ends[at + 1] = 1;
    } else if (part.kind === "folders") {
      if (isStart || (isOpen && path[at - 1] === "/")) ends[at] = 1;
      isOpen ||= isStart;
    } else {
      isOpen = isStart || (isOpen && (part.kind === "anything" || path[at - 1] !== "/"));
      if (isOpen) ends[at] = 1;
    }
  }
  return ends;
}

function union(all: readonly Positions[]): Positions {
  const [first = new Uint8Array(), ...others] = all;
  const ends = first.slice();
  for (const other of others) for (let at = 0; at < ends.length; at++) if (other[at] === 1) ends[at] = 1;
  return ends;
}

/** @param atStart whether the glob is at the beginning of a name, so that `**` can match folders. */
function partsOf(glob: string, atStart = true): readonly Part[] {
  const parts: Part[] = [];
  let text = "";
  const add = (part: Part): void => {
    if (text !== "") parts.push({ kind: "text", text });
    text = "";
    parts.push(part);
  };
  for (let at = 0; at < glob.length;) {
    const isStart = at === 0 ? atStart : glob[at - 1] === "/";
    const found = starsAt(glob, at, isStart) ?? setAt(glob, at) ?? choiceAt(glob, at, isStart);
    if (found !== null) {
      add(found.part);
      at = found.end;
    } else {
      if (glob[at] === "\\" && at + 1 < glob.length) at++;
      text += glob[at] ?? "";
      at++;
    }
  }
  if (text !== "") parts.push({ kind: "text", text });
  return parts;
}

/** A part, and the position after it. */
interface Found {
  readonly part: Part;
  readonly end: number;
}

function starsAt(glob: string, at: number, isStart: boolean): Found | null {
  if (glob[at] === "?") return { part: { kind: "character", matches: () => true }, end: at + 1 };
  if (glob[at] !== "*") return null;
  let end = at;
  while (glob[end] === "*") end++;
  const isWhole = end === at + 2 && isStart;
  if (isWhole && glob[end] === "/") return { part: { kind: "folders" }, end: end + 1 };
  return { part: { kind: isWhole && end === glob.length ? "anything" : "star" }, end };
}

/** `[a-z]`; null without a closing bracket. A closing bracket that comes first is a member. */
function setAt(glob: string, at: number): Found | null {
  const [whole, negation, members] = /^\[([!^]?)(\]?(?:\\.|[^\]\\])*)\]/s.exec(glob.slice(at)) ?? [];
  if (whole === undefined || members === undefined || members === "") return null;
  const ranges = [...members.matchAll(/\\?(.)(?:-\\?(.))?/gs)].map(
    ([, first = "", last = first]) => [first, last] as const,
  );
  const isMember = (character: string): boolean =>
    ranges.some(([first, last]) => first <= character && character <= last);
  return {
    part: { kind: "character", matches: negation === "" ? isMember : (each) => !isMember(each) },
    end: at + whole.length,
  };
}

/** `{a,b}`; null without a comma or a closing brace. */
function choiceAt(glob: string, at: number, isStart: boolean): Found | null {
  if (glob[at] !== "{") return null;
  const branches: string[] = [];
  let depth = 0;
  let begin = at + 1;
  for (let end = at; end < glob.length; end++) {
    const character = glob[end];
    if (character === "\\") end++;
    else if (character === "{") depth++;
    else if (character === "}") depth--;
    if (depth > 1 || !(depth === 0 || character === ",")) continue;
    branches.push(glob.slice(begin, end));
    begin = end + 1;
    if (depth > 0) continue;
    if (branches.length === 1) return null;
    return {
      part: { kind: "choice", branches: branches.map((branch) => partsOf(branch, isStart)) },
      end: end + 1,
    };
  }
  return null;
}
