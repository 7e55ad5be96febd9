import type { ReactNode } from 'react';

/** Nothing to show, in words. */
export function Empty({ icon, title, children }: { icon?: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-10 text-center">
      {icon !== undefined && <div className="mb-1 text-third">{icon}</div>}
      <p className="font-medium">{title}</p>
      {children !== undefined && <div className="max-w-prose text-sm text-second">{children}</div>}
    </div>
  );
}
