'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button';

/** Puts `text` on the clipboard and says so. */
export function CopyButton({ text, what = 'Copy' }: { text: string; what?: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');

  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy() {
    setState((await writeClipboard(text)) ? 'copied' : 'refused');
  }

  return (
    <Button variant="quiet" size="small" iconOnly aria-label={what} title={what} onClick={() => void copy()}>
      {state === 'copied' ? (
        <Check aria-hidden size={14} strokeWidth={1.75} className="text-ok" />
      ) : (
        <Copy aria-hidden size={14} strokeWidth={1.75} />
      )}
      <span role="status" className="sr-only">
        {state === 'copied' ? 'Copied' : state === 'refused' ? 'The browser refused to copy' : ''}
      </span>
    </Button>
  );
}

/** `navigator.clipboard` is only there on https and localhost; the old way works everywhere else. */
async function writeClipboard(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard !== undefined) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Refused by the browser: try the old way.
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
