/** Where spans go. The pipeline opens one a run, stage, batch and attempt. */
export interface Telemetry extends AsyncDisposable {
  span<T>(
    name: string,
    attributes: Readonly<Record<string, string | number | boolean>>,
    work: () => Promise<T>,
  ): Promise<T>;
}
