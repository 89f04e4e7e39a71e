export interface MediaKind {
  readonly kind: "audio" | "video";
  /** The media type. */
  readonly type: string;
}

/** Recordings by the extensions of their files. */
export const MEDIA_KINDS: Readonly<Record<string, MediaKind>> = {
  ".mp3": { kind: "audio", type: "audio/mpeg" },
  ".m4a": { kind: "audio", type: "audio/mp4" },
  ".wav": { kind: "audio", type: "audio/wav" },
  ".ogg": { kind: "audio", type: "audio/ogg" },
  ".opus": { kind: "audio", type: "audio/ogg" },
  ".flac": { kind: "audio", type: "audio/flac" },
  ".mp4": { kind: "video", type: "video/mp4" },
  ".webm": { kind: "video", type: "video/webm" },
  ".mov": { kind: "video", type: "video/quicktime" },
};
