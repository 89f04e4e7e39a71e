const SECRET_NAME = /(key|token|password|passwd|secret|credential|authorization)s?$/i;
const URL_CREDENTIALS = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]+@/gi;
const URL_SECRETS = /([?&][^=&#\s]*(?:key|token|secret|password|signature)[^=&#\s]*=)[^&#\s'"]+/gi;
const BEARER = /\b(bearer\s+)[\w.~+/-]{6,}=*/gi;
const KEY_LIKE = /\b(?:sk|pk|rk|lsv2|ghp|gho|xox[abp]|AIza)[-_][A-Za-z0-9_-]{8,}|\bAIza[A-Za-z0-9_-]{20,}/g;

/** Whether a variable or key of this name is a secret, which must never be shown. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Removes the credentials of URLs, and texts that look like a key. */
export function redact(text: string): string {
  return text
    .replace(URL_CREDENTIALS, "$1***@")
    .replace(URL_SECRETS, "$1***")
    .replace(BEARER, "$1***")
    .replace(KEY_LIKE, "***");
}
