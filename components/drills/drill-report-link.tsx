import { FlaskConical } from 'lucide-react';
import Link from 'next/link';
import type { Operation } from '@/lib/contract/operations';
import { drillPath } from './drill-paths';

/** From the operation that ran a drill to its report. */
export function DrillReportLink({ operation }: { operation: Operation }) {
  return (
    <Link
      href={drillPath(operation.cluster, operation.id)}
      className="mt-3 inline-flex items-center gap-1.5 text-accent hover:underline"
    >
      <FlaskConical aria-hidden size={16} strokeWidth={1.75} />
      Its report
    </Link>
  );
}
