import { ColloquyError, shellWord } from "../../model/index.ts";

/**
 * The address by which people reach the server through a proxy.
 * @throws ColloquyError `invalid-input` for an address that is none, or that has more than a scheme, a host and a port.
 */
export function checkedPublicUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && ["http:", "https:"].includes(url.protocol) && url.href === `${url.origin}/`) return url;
  throw new ColloquyError(
    "invalid-input",
    `--public-url is ${shellWord(text)}, but must be an address without a path, such as https://talks.example.org.`,
  );
}
