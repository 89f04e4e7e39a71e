export function TranscriptPane(_props: {
  readonly workspace: string;
  readonly file: string;
  readonly chunk?: string;
  readonly at?: string;
}) {
  return null;
}
