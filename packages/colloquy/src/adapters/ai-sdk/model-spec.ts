/** Which model is asked, where, and with what key. */
export interface ModelSpec {
  /** `openai`, `anthropic`, ...: one of those that `parseModelName` tells apart. */
  readonly provider: string;
  /** The model's name, as the provider calls it. */
  readonly model: string;
  /** Null: the provider's own address. With one, `openai` means any API that is compatible with it. */
  readonly baseUrl: string | null;
  /** Null where there is none; never read from the environment here. */
  readonly apiKey: string | null;
  /** Where the key was found, as a message names it: a variable, or the file of an option. Absent: the provider's variable. */
  readonly keyFrom?: string | null;
  /** Tokens of prompt and reply together, where the user knows it better than the server says. */
  readonly contextTokens: number | null;
  /** Of an embedding model, as the user asks for them; null: as many as the model gives. */
  readonly dimensions: number | null;
  /** At most so many connections at once; a call beyond them waits for one. */
  readonly connections: number;
}
