'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';

/** The width of an element in px; `firstWidth` until it has been measured. */
export function useWidth(firstWidth: number): [RefObject<HTMLDivElement | null>, number] {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(firstWidth);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      const measured = entry?.contentRect.width ?? 0;
      // Zero while it is hidden: the last width is the better guess for when it comes back.
      if (measured > 0) setWidth(Math.floor(measured));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
