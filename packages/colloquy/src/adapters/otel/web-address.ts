/**
 * Where people see what the API at `endpoint` holds: `eu.api.smith.langchain.com` is shown at `eu.smith.langchain.com`, an
 * installation of one's own above its `/api/v1`. Without a slash at its end.
 */
export function webAddress(endpoint: string): string {
  const url = new URL(endpoint);
  const cloud = /^((?:[\w-]+\.)*)api\.(smith\.langchain\.com)$/.exec(url.hostname);
  if (cloud !== null) return `https://${cloud[1] ?? ""}${cloud[2] ?? ""}`;
  return `${url.origin}${url.pathname.replace(/(\/api(\/v1)?)?\/*$/, "")}`;
}
