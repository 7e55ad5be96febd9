'use client';

import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';

export interface PointerActions {
  /** A place was pointed at, in px from the left; null when the pointer left. */
  readonly hover: (x: number | null) => void;
  readonly pick: (x: number) => void;
  readonly pan: (byPx: number) => void;
  readonly zoom: (factor: number, aroundX: number) => void;
}

/** So far a finger may slip and still only tap. */
const slipPx = 5;

/** Taps pick, drags pan, two fingers and the wheel zoom. A plain wheel zooms only while the element has the focus. */
export function useTimelinePointer(element: RefObject<HTMLElement | null>, actions: PointerActions) {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  const pointers = useRef(new Map<number, number>());
  const dragged = useRef(false);
  const pressedAt = useRef(0);

  const xOf = (clientX: number) => clientX - (element.current?.getBoundingClientRect().left ?? 0);

  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    // React listens passively: a wheel that zooms must not scroll the page as well.
    const onWheel = (event: WheelEvent) => {
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
      const focused = target.contains(document.activeElement);
      if (sideways) latest.current.pan(event.deltaX === 0 ? event.deltaY : event.deltaX);
      else if (focused || event.ctrlKey || event.metaKey) {
        const x = event.clientX - target.getBoundingClientRect().left;
        latest.current.zoom(1.0015 ** (event.deltaY * (event.deltaMode === 1 ? 20 : 1)), x);
      } else return;
      event.preventDefault();
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [element]);

  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      const x = xOf(event.clientX);
      if (pointers.current.size === 0) {
        dragged.current = false;
        pressedAt.current = x;
      } else dragged.current = true;
      pointers.current.set(event.pointerId, x);
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const x = xOf(event.clientX);
      const before = pointers.current.get(event.pointerId);
      if (before === undefined) {
        if (event.pointerType === 'mouse') latest.current.hover(x);
        return;
      }
      const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
      if (other !== undefined) {
        pinch(before, x, other, latest.current);
      } else if (dragged.current || Math.abs(x - pressedAt.current) > slipPx) {
        latest.current.hover(null);
        latest.current.pan(dragged.current ? before - x : pressedAt.current - x);
        dragged.current = true;
      } else return;
      pointers.current.set(event.pointerId, x);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      if (!pointers.current.delete(event.pointerId) || dragged.current) return;
      latest.current.pick(xOf(event.clientX));
    },
    onPointerCancel: (event: PointerEvent<HTMLElement>) => {
      pointers.current.delete(event.pointerId);
    },
    onPointerLeave: () => latest.current.hover(null),
  };
}

function pinch(before: number, x: number, other: number, actions: PointerActions): void {
  const apart = Math.max(10, Math.abs(before - other));
  const now = Math.max(10, Math.abs(x - other));
  actions.zoom(apart / now, (x + other) / 2);
  actions.pan((before - x) / 2);
}
