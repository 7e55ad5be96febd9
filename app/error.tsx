'use client';

import { useEffect } from 'react';
import { buttonClass } from '@/components/ui/button-class';
import { Empty } from '@/components/ui/empty';

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
      <Empty title="This page failed">
        Howdah goes on; only this page could not be shown.
        {error.digest !== undefined && (
          <>
            {' '}
            The reason is in Howdah's log under <code>{error.digest}</code>.
          </>
        )}
      </Empty>
      <div className="flex gap-3">
        <button type="button" className={buttonClass()} onClick={reset}>
          Try again
        </button>
        {/* A plain link: whatever broke is left behind with the page. */}
        <a href="/" className={buttonClass({ variant: 'quiet' })}>
          All clusters
        </a>
      </div>
    </main>
  );
}
