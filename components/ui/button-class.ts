import { classNames } from './class-names';

export type ButtonVariant = 'filled' | 'plain' | 'quiet' | 'danger';
export type ButtonSize = 'medium' | 'small';

export interface ButtonLook {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  /** Only an icon inside: square, and `aria-label` must name it. */
  readonly iconOnly?: boolean;
}

const variantClass: Record<ButtonVariant, string> = {
  filled: 'bg-accent text-on-accent border-accent hover:brightness-110 font-semibold',
  plain: 'bg-panel text-ink border-line-strong hover:bg-sunk font-medium',
  quiet: 'bg-transparent text-second border-transparent hover:bg-sunk hover:text-ink font-medium',
  danger: 'bg-bad text-on-accent border-bad hover:brightness-110 font-semibold',
};

/** The classes of a button, for what must look like one without being one. */
export function buttonClass({
  variant = 'plain',
  size = 'medium',
  iconOnly = false,
}: ButtonLook = {}): string {
  return classNames(
    // No transition of colours: it would run through a change of scheme too, and leave the words half-faded meanwhile.
    'inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-lg border',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50',
    size === 'medium' ? 'h-9 text-base' : 'h-7 text-sm',
    iconOnly ? (size === 'medium' ? 'w-9' : 'w-7') : size === 'medium' ? 'px-3.5' : 'px-2.5',
    variantClass[variant],
  );
}
