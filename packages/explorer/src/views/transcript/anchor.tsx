import { useRouter } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, MouseEvent } from "react";

interface AnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly href: string;
}

/** A link to a view by its address. Hundreds of them come and go while a person scrolls, and `Link` is too heavy for that. */
export function Anchor({ href, onClick, ...props }: AnchorProps) {
  const router = useRouter();
  const click = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || !isPlain(event)) return;
    event.preventDefault();
    void router.navigate({ href, resetScroll: false });
  };
  return <a href={href} onClick={click} {...props} />;
}

/** Whether a click opens a link here, and not in another tab or window. */
export function isPlain({ button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): boolean {
  return button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey;
}
