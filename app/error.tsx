'use client';

import { useEffect } from 'react';
import { Button, ButtonLink } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { StatusIcon } from '@/components/ui/status-mark';

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  // A page that broke must not keep the old figures on screen; the reason is in the server's log.
  useEffect(() => {
    reportError(error);
  }, [error]);
  return (
    <main className="mx-auto flex max-w-xl flex-col items-center px-4 py-24">
      <h1 className="sr-only">This page failed</h1>
      <Empty icon={<StatusIcon tone="bad" size={28} />} title="This page failed">
        Howdah goes on; only this page could not be shown.
        {error.digest !== undefined && (
          <>
            {' '}
            The reason is in Howdah's log under <code>{error.digest}</code>.
          </>
        )}
      </Empty>
      <div className="flex gap-3">
        <Button onClick={reset}>Try again</Button>
        <ButtonLink href="/" variant="quiet">
          All clusters
        </ButtonLink>
      </div>
    </main>
  );
}
