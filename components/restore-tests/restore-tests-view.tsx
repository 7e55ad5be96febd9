'use client';

import { ShieldCheck } from 'lucide-react';
import Link from 'next/link';
import { operationPath } from '@/components/operations/operation-paths';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { KeyValue } from '@/components/ui/key-value';
import { NotConfigured } from '@/components/ui/not-configured';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Moment } from '@/components/ui/time';
import { useRestoreTests, useSnapshot } from '@/lib/browser/queries';
import type { RestoreTestStatus, RestoreTestsPage } from '@/lib/contract/restore-tests';
import { anyRestore } from '@/lib/domain/restore-words';
import { LastProven } from './last-proven';
import { RestoreTestButton } from './restore-test-button';
import { RestoreTestTable } from './restore-test-table';

/** Every restore test of a cluster, newest first, and what makes the next ones. */
export function RestoreTestsView({ cluster }: { cluster: string }) {
  const list = useRestoreTests(cluster);
  const snapshot = useSnapshot(cluster).data;
  const first = list.data?.pages[0];
  const tests = list.data?.pages.flatMap((page) => page.tests) ?? [];
  if (first === undefined) {
    return list.error === null ? (
      <Skeleton className="h-64 w-full" />
    ) : (
      <Notice tone="bad" title="The restore tests could not be read">
        {list.error.message}
      </Notice>
    );
  }
  const running = snapshot?.sideOperations.find(({ kind }) => kind === 'restore_test') ?? null;
  return (
    <div className="flex flex-col gap-4">
      {list.error !== null && (
        <Notice tone="warn" title="The list could not be read anew">
          {list.error.message} What is shown was read before.
        </Notice>
      )}
      {running !== null && (
        <Notice
          tone="working"
          title={
            <Link href={operationPath(cluster, running.id)} className="hover:underline">
              {running.title} runs
            </Link>
          }
        >
          {running.currentStep ?? 'It begins.'}
        </Notice>
      )}
      {first.settings === null ? (
        <NotConfigured
          title="Restore tests are not configured"
          text="A backup is proven by restoring it: into a scratch instance on a host of your choice, which is checked and removed again. The running cluster is never touched."
          lines={first.howTo}
        />
      ) : (
        <Proof
          cluster={cluster}
          settings={first.settings}
          status={snapshot?.restoreTests ?? first.status}
          busy={running !== null}
        />
      )}
      {(tests.length > 0 || first.settings !== null) && (
        <Panel title="Reports" flush>
          {tests.length === 0 ? (
            <Empty
              icon={<ShieldCheck aria-hidden size={24} strokeWidth={1.75} />}
              title="Nothing was tested yet"
            >
              Each test leaves a report here: what was restored, how long each phase took, what was checked.
            </Empty>
          ) : (
            <RestoreTestTable cluster={cluster} tests={tests} />
          )}
          {list.hasNextPage && (
            <div className="border-line border-t px-4 py-3">
              <Button
                size="small"
                disabled={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {list.isFetchingNextPage ? 'Loading…' : 'Older ones'}
              </Button>
            </div>
          )}
        </Panel>
      )}
    </div>
  );
}

function Proof({
  cluster,
  settings,
  status,
  busy,
}: {
  cluster: string;
  settings: NonNullable<RestoreTestsPage['settings']>;
  status: RestoreTestStatus;
  busy: boolean;
}) {
  const begun = { ...anyRestore, target: { type: settings.target } };
  return (
    <Panel
      title="Proof"
      actions={
        !busy && (
          <RestoreTestButton cluster={cluster} begun={begun} variant="filled" size="small">
            Test a restore…
          </RestoreTestButton>
        )
      }
    >
      <KeyValue
        className="grid grid-cols-[minmax(96px,auto)_1fr] gap-x-6 gap-y-1.5 md:grid-cols-[auto_1fr_auto_1fr]"
        rows={[
          { key: 'last proven', value: <LastProven cluster={cluster} status={status} /> },
          { key: 'next', value: <Next status={status} settings={settings} /> },
          {
            key: 'on',
            value: (
              <>
                {settings.host}, <code className="break-all">{settings.directory}</code>
              </>
            ),
          },
          {
            key: 'must be newer than',
            value: settings.maxAgeDays === 1 ? 'a day' : `${settings.maxAgeDays} days`,
          },
          {
            key: 'assertions',
            value: settings.assertions.length === 0 ? 'none' : settings.assertions.join(', '),
          },
          { key: 'pg_amcheck', value: amcheckText(settings.amcheck) },
        ]}
      />
    </Panel>
  );
}

function amcheckText(amcheck: boolean | null): string {
  if (amcheck === null) return 'where it is there';
  return amcheck ? 'always' : 'never';
}

function Next({
  status,
  settings,
}: {
  status: RestoreTestStatus;
  settings: NonNullable<RestoreTestsPage['settings']>;
}) {
  if (settings.schedule === null) return <span className="text-second">only when somebody asks</span>;
  return (
    <>
      {status.nextAt === null ? (
        <span className="text-second">unknown</span>
      ) : (
        <Moment at={status.nextAt} look="date-time" />
      )}{' '}
      <span className="text-second">
        (<code>{settings.schedule}</code>, {settings.zone})
      </span>
    </>
  );
}
