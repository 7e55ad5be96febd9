import { Flag } from 'lucide-react';

/** The line in a list of steps after which there is no simple way back. */
export function NoReturn({ passed = false }: { passed?: boolean }) {
  return (
    <p
      data-no-return
      className="flex flex-wrap items-center gap-x-2 gap-y-0.5 border-warn border-t-2 border-dashed pt-2 pb-3 text-sm"
    >
      <span className="flex items-center gap-1.5 font-semibold text-warn">
        <Flag aria-hidden size={14} strokeWidth={1.75} />
        Point of no return
      </span>
      <span className="text-second">
        {passed
          ? 'passed: the way back from here is another restore.'
          : 'Until here nothing is lost: the cluster can be put back as it was.'}
      </span>
    </p>
  );
}
