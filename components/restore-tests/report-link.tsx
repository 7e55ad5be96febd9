import { ShieldCheck } from 'lucide-react';
import Link from 'next/link';
import type { Operation } from '@/lib/contract/operations';
import { restoreTestPath } from './restore-test-paths';

/** From the operation that made a restore test to its report. */
export function ReportLink({ operation }: { operation: Operation }) {
  return (
    <Link
      href={restoreTestPath(operation.cluster, operation.id)}
      className="mt-3 inline-flex items-center gap-1.5 text-accent hover:underline"
    >
      <ShieldCheck aria-hidden size={16} strokeWidth={1.75} />
      Its report
    </Link>
  );
}
