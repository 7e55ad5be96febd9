'use client';

import { useEffect, useState } from 'react';

/** `value` once it has not changed for a while, so that not every key pressed asks the hosts. By what it says, not which object it is. */
export function useSettled<Value>(value: Value, afterMs: number): { value: Value; settled: boolean } {
  const [known, setKnown] = useState(value);
  const text = JSON.stringify(value);
  const settled = JSON.stringify(known) === text;
  useEffect(() => {
    if (settled) return;
    const timer = setTimeout(() => setKnown(JSON.parse(text) as Value), afterMs);
    return () => clearTimeout(timer);
  }, [settled, text, afterMs]);
  return { value: known, settled };
}
