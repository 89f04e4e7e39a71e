import picomatch from "picomatch";

/** Whether a text can be a glob: there is some of it, and every bracket that it opens is closed. */
export function isGlob(text: string): boolean {
  if (text.trim() === "") return false;
  try {
    picomatch.makeRe(text, { strictBrackets: true });
    return true;
  } catch (error) {
    // A bracket that closes nothing stands for itself.
    return error instanceof Error && error.message.startsWith("Missing opening");
  }
}
