import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A random secret of 192 bits that may stand in a URL and in a cookie. */
export function randomSecret(): string {
  return randomBytes(24).toString("base64url");
}

/** Returns a test of a secret. It compares hashes, so that its time does not depend on the secret. */
export function secretTest(secret: string): (given: string) => boolean {
  const expected = hash(secret);
  return (given) => timingSafeEqual(hash(given), expected);
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
