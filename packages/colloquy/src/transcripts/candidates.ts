const TEXT = new Set([
  "txt",
  "text",
  "md",
  "markdown",
  "mdown",
  "mkd",
  "mdx",
  "qmd",
  "rmd",
  "transcript",
  "log",
  "asc",
  "vtt",
  "srt",
  "sbv",
  "sub",
  "otr",
]);

/** Whether files with this extension are expected to hold a transcript, even when they are plain prose. */
export function isTextExtension(extension: string): boolean {
  return TEXT.has(extension);
}

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

const KINDS: readonly (readonly [kind: string, extensions: ReadonlySet<string>])[] = [
  ["audio", list("mp3 m4a wav flac ogg oga opus aac wma aiff aif amr mka ac3 mid midi")],
  ["video", list("mp4 m4v mov mkv webm avi wmv flv mpg mpeg 3gp ogv")],
  ["an image", list("png jpg jpeg gif bmp webp tif tiff svg ico heic heif avif psd ai eps raw")],
  ["an archive", list("zip gz tgz bz2 xz zst 7z rar tar jar iso dmg")],
  [
    "an office document (export it as text)",
    list("doc docx odt rtf pages xls xlsx ods numbers ppt pptx odp key pdf epub mobi"),
  ],
  ["markup", list("html htm xhtml xml css scss less ttml dfxp srv3")],
  [
    "source code or configuration",
    list(`js mjs cjs ts mts cts jsx tsx py ipynb rb go rs java kt c h cc cpp hpp cs swift php pl lua r jl scala sh bash
    zsh fish ps1 bat cmd sql yaml yml toml ini cfg conf env properties lock makefile dockerfile tf gradle cmake vue svelte`),
  ],
  [
    "a database or binary data",
    list(
      "db sqlite sqlite3 parquet npy npz pkl pt onnx bin dat exe dll so dylib o a class wasm pyc woff woff2 ttf otf eot",
    ),
  ],
];

const DOCUMENTATION =
  /^(?:readme|licen[cs]e|copying|changelog|changes|contributing|notice|authors|contributors|code_of_conduct|security|makefile|dockerfile|gemfile|procfile|thumbs\.db|desktop\.ini)(?:[._-][^/]*)?$/i;

/** Why a file cannot be a transcript, by its name alone; null for a file that should be read. */
export function reasonToLeaveOut(name: string): { readonly kind: string; readonly reason: string } | null {
  if (DOCUMENTATION.test(name))
    return {
      kind: name.toLowerCase(),
      reason: "looks like documentation, not a transcript; name it with --include to read it",
    };
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const kind = KINDS.find(([, extensions]) => extensions.has(extension))?.[0];
  return kind === undefined ? null : { kind: extension, reason: `not a transcript: ${kind}` };
}
