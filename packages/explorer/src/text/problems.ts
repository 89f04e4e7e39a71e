/** Sentences for failures that the page itself notices, or explains better than a server that also answers programs; by code. */
export const problems = {
  "no-session":
    "The session has ended, or the server was started again. Open the link that `colloquy serve` printed. If the server has a password, reload this page to log in.",
  network: "The server does not answer. Start `colloquy serve` again, then reload the page.",
  version:
    "The server's answer has another form than this page expects. Reload the page: the server may be of another version.",
  status: (status: number): string => `The server answered with status ${status}.`,
} as const;
