/** A model, its address and its key. */
export interface ModelSpec {
  /** `openai`, `anthropic`, ...: a provider of `parseModelName`. */
  readonly provider: string;
  /** The provider's name of the model. */
  readonly model: string;
  /** Null: the provider's own address. With one, `openai` means any API that is compatible with it. */
  readonly baseUrl: string | null;
  /** Null if there is none. It is never read from the environment here. */
  readonly apiKey: string | null;
  /** The source of the key, for messages: a variable, or the file of an option. Absent: the provider's variable. */
  readonly keyFrom?: string | null;
  /** Tokens of prompt and reply together, if the user gives them; null otherwise. */
  readonly contextTokens: number | null;
  /** The dimensions that an embedding model is asked for; null: its default. */
  readonly dimensions: number | null;
  /** At most so many connections at once; a call beyond them waits for one. */
  readonly connections: number;
}
