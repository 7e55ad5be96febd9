import { Button } from '@/components/ui/button';
import { StatusIcon } from '@/components/ui/status-mark';
import { WithMoments } from './with-moments';

/** The foot of a dialog that starts an operation: what to know, or why it cannot be started; cancel; the button. */
export function StartFooter({
  label,
  ready,
  why,
  busy,
  hint = 'One operation at a time; you can close this page, it goes on.',
  danger = false,
  dismiss = 'Cancel',
  onStart,
  onCancel,
}: {
  label: string;
  ready: boolean;
  why: string | null;
  busy: boolean;
  /** What to know while nothing speaks against it. */
  hint?: string;
  danger?: boolean;
  /** What the button says that closes the dialog and changes nothing. */
  dismiss?: string;
  onStart: () => void;
  onCancel: () => void;
}) {
  return (
    <>
      <p role="status" className="mr-auto min-w-0 flex-1 basis-56 text-sm text-second">
        {why === null ? (
          hint
        ) : (
          <span className="flex gap-1.5 text-ink">
            <StatusIcon tone="bad" className="mt-px" />
            <span className="min-w-0">
              <WithMoments text={why} />
            </span>
          </span>
        )}
      </p>
      <div className="flex min-w-0 flex-wrap justify-end gap-2.5 max-sm:w-full max-sm:flex-col-reverse">
        <Button onClick={onCancel}>{dismiss}</Button>
        <Button variant={danger ? 'danger' : 'filled'} disabled={!ready || busy} onClick={onStart}>
          {busy ? 'Starting…' : label}
        </Button>
      </div>
    </>
  );
}
