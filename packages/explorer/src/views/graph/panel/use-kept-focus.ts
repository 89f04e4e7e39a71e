import { type RefObject, useEffect, useRef } from "react";

/**
 * For the heading of details: it takes the focus when the button that led to the details is gone, so that a person who uses
 * keys goes on from there.
 */
export function useKeptFocus(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) heading.current?.focus();
  }, []);
  return heading;
}
