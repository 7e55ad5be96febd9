import { Sparkline } from '@/components/ui/sparkline';
import { formatBytes } from '@/lib/domain/format';

/** The last five minutes of one member's lag. */
export function LagSparkline({
  member,
  values,
  width,
}: {
  member: string;
  values: readonly (number | null)[] | undefined;
  width?: number;
}) {
  const known = (values ?? []).filter((value) => value !== null);
  if (values === undefined || known.length === 0) return null;
  const most = formatBytes(Math.max(...known));
  return (
    <span title={`At most ${most} in the last five minutes`} className="block">
      <Sparkline
        values={values}
        label={`Lag of ${member} in the last five minutes: at most ${most}`}
        {...(width === undefined ? {} : { width })}
      />
    </span>
  );
}
