import { classNames } from './class-names';

/**
 * A number as people read it, exact on hover. `text` null: unknown, drawn as a dash.
 * `dimmed`: not of now.
 */
export function Figure({
  text,
  exact,
  dimmed = false,
  className,
}: {
  text: string | null;
  exact?: string | undefined;
  dimmed?: boolean;
  className?: string;
}) {
  if (text === null) {
    return (
      <span className={classNames('text-third', className)}>
        <span aria-hidden>–</span>
        <span className="sr-only">unknown</span>
      </span>
    );
  }
  return (
    <span title={exact} className={classNames('whitespace-nowrap', dimmed && 'text-third', className)}>
      {text}
    </span>
  );
}
