'use client';

import { type ComponentType, cloneElement, type ReactElement, useState } from 'react';

interface TriggerProps {
  onClick?: () => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  'aria-haspopup'?: 'menu';
  'aria-expanded'?: boolean;
}

/**
 * A menu that is loaded when its button is first pressed (and begun to be loaded when it is near to that):
 * menus are most of the weight that a page would else carry for nothing.
 */
export function LazyMenu<Props extends object>({
  trigger,
  load,
  menuProps,
}: {
  trigger: ReactElement<TriggerProps>;
  /** The menu; it is given the button as its trigger and begins open. */
  load: () => Promise<ComponentType<Props & { trigger: ReactElement }>>;
  menuProps: Props;
}) {
  const [Loaded, setLoaded] = useState<ComponentType<Props & { trigger: ReactElement }> | null>(null);
  if (Loaded !== null) return <Loaded {...menuProps} trigger={trigger} />;

  const warm = () => {
    load().catch(() => {
      // Pressing it tries again.
    });
  };
  const open = () => {
    load().then(
      (menu) => setLoaded(() => menu),
      () => {
        // It stays a button that can be pressed again.
      },
    );
  };
  return cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: warm,
    onFocus: warm,
    onClick: open,
  });
}
