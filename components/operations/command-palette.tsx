'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { type DialogRequest, OperationDialog } from './operation-dialog';
import { isPaletteOpen, setPaletteOpen, subscribePalette } from './palette-store';

const PaletteBody = dynamic(() => import('./palette-body').then((module) => module.PaletteBody), {
  ssr: false,
});

/** Opens the command palette, from wherever. */
export function openCommandPalette(): void {
  setPaletteOpen(true);
}

function closed(): boolean {
  return false;
}

/** Listens for ⌘K or Ctrl+K; its body is loaded when it is first opened. Stands once on every page. */
export function CommandPalette() {
  const open = useSyncExternalStore(subscribePalette, isPaletteOpen, closed);
  const [everOpened, setEverOpened] = useState(false);
  const [request, setRequest] = useState<DialogRequest | null>(null);
  if (open && !everOpened) setEverOpened(true);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      if (event.shiftKey || event.altKey) return;
      event.preventDefault();
      setPaletteOpen(!isPaletteOpen());
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      setPaletteOpen(false);
    };
  }, []);

  return (
    <>
      {everOpened && <PaletteBody open={open} onClose={() => setPaletteOpen(false)} onDialog={setRequest} />}
      <OperationDialog request={request} onClose={() => setRequest(null)} />
    </>
  );
}
