import { Ban } from 'lucide-react';
import { StatusMark } from '@/components/ui/status-mark';
import type { Word } from '@/lib/domain/operation-words';

/** A word with its icon and colour. */
export function WordMark({ word, tone }: Word) {
  if (tone !== 'quiet') return <StatusMark tone={tone}>{word}</StatusMark>;
  return (
    <span className="inline-flex items-center gap-1.5 font-medium text-second">
      <Ban aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
      {word}
    </span>
  );
}
