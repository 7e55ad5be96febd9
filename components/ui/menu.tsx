'use client';

import { Menu as Base } from '@base-ui/react/menu';
import Link from 'next/link';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names';

const itemClass =
  'flex w-full cursor-default select-none items-center gap-2 rounded-md px-2.5 py-1.5 text-left outline-none data-[highlighted]:bg-sunk data-[disabled]:opacity-50';

/** A button that opens a list of actions. `trigger` is the button itself. */
export function Menu({
  trigger,
  align = 'start',
  defaultOpen = false,
  children,
}: {
  trigger: ReactElement;
  align?: 'start' | 'center' | 'end';
  /** Open from the beginning: for a menu that was loaded when its button was pressed. */
  defaultOpen?: boolean;
  children: ReactNode;
}) {
  return (
    <Base.Root defaultOpen={defaultOpen}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} className="z-50">
          <Base.Popup className="max-h-[70dvh] min-w-44 max-w-80 overflow-y-auto rounded-lg border border-line-strong bg-panel p-1 text-base text-ink outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem({
  onSelect,
  disabled = false,
  tone = 'ink',
  children,
}: {
  onSelect: () => void;
  disabled?: boolean;
  tone?: 'ink' | 'bad';
  children: ReactNode;
}) {
  return (
    <Base.Item
      disabled={disabled}
      onClick={onSelect}
      className={classNames(itemClass, tone === 'bad' && 'text-bad')}
    >
      {children}
    </Base.Item>
  );
}

export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Base.LinkItem closeOnClick render={<Link href={href} />} className={itemClass}>
      {children}
    </Base.LinkItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <div className="px-2.5 pt-1.5 pb-1 text-sm text-third">{children}</div>;
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}
