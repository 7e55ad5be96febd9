'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { buttonClass } from './button-class';
import { classNames } from './class-names';

/**
 * A modal dialog: title, what it is about, a body that scrolls, a footer that stays.
 * Sections inside the body bring their own padding (`px-6`), so that lists can reach from edge to edge.
 */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  footer,
  width = 'medium',
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  width?: 'medium' | 'wide';
  children: ReactNode;
}) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-backdrop transition-opacity data-[ending-style]:opacity-0 data-[starting-style]:opacity-0" />
        <Base.Popup
          className={classNames(
            'fixed z-50 flex flex-col overflow-hidden border border-line-strong bg-panel text-ink outline-none',
            'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-lg',
            'sm:inset-x-auto sm:bottom-auto sm:top-[12vh] sm:left-1/2 sm:max-h-[80dvh] sm:-translate-x-1/2 sm:rounded-lg',
            'transition-opacity data-[ending-style]:opacity-0 data-[starting-style]:opacity-0',
            width === 'wide' ? 'sm:w-[min(860px,94vw)]' : 'sm:w-[min(680px,94vw)]',
          )}
        >
          <header className="flex items-start gap-3 px-6 pt-5 pb-4">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description !== undefined && (
                <Base.Description render={<div />} className="text-second">
                  {description}
                </Base.Description>
              )}
            </div>
            <Base.Close
              aria-label="Close"
              className={classNames(
                buttonClass({ variant: 'quiet', size: 'small', iconOnly: true }),
                '-mr-2',
              )}
            >
              <X aria-hidden size={16} strokeWidth={1.75} />
            </Base.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
          {footer !== undefined && (
            <footer className="flex flex-wrap items-center justify-end gap-3 border-line border-t px-6 py-3">
              {footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
