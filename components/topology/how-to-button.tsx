'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';

const HowToDialog = dynamic(() => import('./how-to-dialog').then((module) => module.HowToDialog), {
  ssr: false,
});

/** Opens the lines of `howdah.yaml` that would switch a part on. */
export function HowToButton({ title, lines }: { title: string; lines: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        className="text-[13px] font-medium text-accent hover:underline"
        onClick={() => setOpen(true)}
      >
        How to configure it
      </button>
      {open && <HowToDialog title={title} lines={lines} onClose={() => setOpen(false)} />}
    </>
  );
}
