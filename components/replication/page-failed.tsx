'use client';

import { useEffect } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** A page that broke, inside the cluster's frame: the rest goes on, and nothing old is left on screen. */
export function PageFailed({
  what,
  error,
  reset,
}: {
  what: string;
  error: Error & { digest?: string };
  reset: () => void;
}) {
  useEffect(() => {
    reportError(error);
  }, [error]);
  return (
    <Notice
      tone="bad"
      title={`${what} could not be shown`}
      actions={
        <Button size="small" onClick={reset}>
          Try again
        </Button>
      }
    >
      Howdah goes on; only this page failed.
      {error.digest !== undefined && (
        <>
          {' '}
          The reason is in Howdah’s log under <code>{error.digest}</code>.
        </>
      )}
    </Notice>
  );
}
