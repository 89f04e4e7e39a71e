import { strings } from "../text/strings.ts";
import { Button } from "./button.tsx";

interface Pages {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** Reads the next page of a list; nothing at its end. */
export function More({ pages, text = strings.more }: { readonly pages: Pages; readonly text?: string }) {
  if (!pages.hasNextPage) return null;
  return (
    <Button disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
      {pages.isFetchingNextPage ? strings.loading : text}
    </Button>
  );
}
