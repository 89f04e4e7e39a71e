const SIGNATURES: readonly (readonly [bytes: string, what: string])[] = [
  ["%PDF-", "a PDF document; export it as text"],
  ["{\\rtf", "an RTF document; save it as plain text"],
  ["PK\u0003\u0004", "a zip archive or an office document; export it as text"],
  ["\u00d0\u00cf\u0011\u00e0", "an old office document; export it as text"],
  ["\u001f\u008b", "a compressed file; unpack it first"],
  ["\u0089PNG", "binary: an image"],
  ["\u00ff\u00d8\u00ff", "binary: an image"],
  ["GIF8", "binary: an image"],
  ["ID3", "binary: audio"],
  ["OggS", "binary: audio"],
  ["fLaC", "binary: audio"],
  ["RIFF", "binary: audio or video"],
  ["\u001aE\u00df\u00a3", "binary: video"],
  ["SQLite format 3\0", "binary: a database"],
];

/** Names the format of a file whose first bytes show that it is no transcript; null for any other file. */
export function recogniseSignature(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  const found = SIGNATURES.find(([signature]) => head.startsWith(signature));
  if (found === undefined) return null;
  if (found[0] === "ID3" && /^ID3[ a-z]/.test(head)) return null;
  if (found[0] === "GIF8" && !/^GIF8[79]a/.test(head)) return null;
  if (found[0] === "RIFF" && !/^RIFF[\s\S]{4}[A-Z]{3}/.test(head)) return null;
  return found[1];
}
