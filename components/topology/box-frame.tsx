import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { StatusIcon, type Tone } from '@/components/ui/status-mark';
import type { TopologyBox } from '@/lib/domain/topology-shape';

export type BoxLook = 'plain' | 'leader' | 'down' | 'quiet';

const lookClass: Record<BoxLook, string> = {
  plain: 'border-line-strong bg-panel',
  leader: 'border-accent bg-panel outline-3 outline-accent-soft',
  down: 'border-dashed border-bad bg-panel',
  quiet: 'border-dashed border-line-strong bg-panel',
};

/** A box of the picture, at its place. */
export function BoxFrame({
  box,
  look,
  tone,
  toneWord,
  title,
  isTitleWhole = false,
  badge,
  children,
}: {
  box: TopologyBox;
  look: BoxLook;
  tone: Tone;
  /** The tone in words, for who cannot see it. */
  toneWord: string;
  title: ReactNode;
  /** A title that takes two lines rather than being cut. */
  isTitleWhole?: boolean;
  badge?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div
      data-box={box.id}
      data-tone={tone}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      className={classNames('absolute overflow-hidden rounded-lg border px-3 pt-2', lookClass[look])}
    >
      <div className="flex min-h-6 items-center gap-2">
        <StatusIcon tone={tone} label={toneWord} />
        <div className={classNames('min-w-0 flex-1 font-semibold', !isTitleWhole && 'truncate')}>{title}</div>
        {badge}
      </div>
      {children}
    </div>
  );
}

/** One line of a box: what it is at the left, the figure at the right. */
export function BoxRow({
  name,
  dimmed = false,
  children,
}: {
  name: string;
  dimmed?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="flex h-[19px] items-center justify-between gap-3 text-[13px] leading-[19px]">
      <span className="shrink-0 text-second">{name}</span>
      <span className={classNames('min-w-0 truncate', dimmed && 'text-third')}>{children}</span>
    </div>
  );
}
