export function TranscriptView() {
  return null;
}
