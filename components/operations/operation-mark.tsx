import { Ban, Circle, CircleMinus } from 'lucide-react';
import { StatusIcon, StatusMark } from '@/components/ui/status-mark';
import type { OperationStatus, PlanOption, Step } from '@/lib/contract/operations';
import { statusWord, stepWord, verdictWord } from '@/lib/domain/operation-words';

/** How an operation stands: icon, word and colour. */
export function OperationMark({ status }: { status: OperationStatus }) {
  const { word, tone } = statusWord(status);
  if (tone !== 'quiet') return <StatusMark tone={tone}>{word}</StatusMark>;
  return (
    <span className="inline-flex items-center gap-1.5 font-medium text-second">
      <Ban aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
      {word}
    </span>
  );
}

export function VerdictMark({ verdict }: { verdict: PlanOption['verdict'] }) {
  const { word, tone } = verdictWord(verdict);
  return <StatusMark tone={tone === 'quiet' ? 'unknown' : tone}>{word}</StatusMark>;
}

/** The icon of one step; its word stands beside it. */
export function StepIcon({ status, size = 18 }: { status: Step['status']; size?: number }) {
  const { tone } = stepWord(status);
  if (tone !== 'quiet') return <StatusIcon tone={tone} size={size} />;
  const Icon = status === 'skipped' ? CircleMinus : Circle;
  return <Icon aria-hidden size={size} strokeWidth={1.5} className="shrink-0 text-line-strong" />;
}
