import { Figure } from '@/components/ui/figure';
import { formatBytes, formatBytesExact } from '@/lib/domain/format';

/** A size as people read it, to the byte on hover; a dash where it is not known. */
export function ByteFigure({ bytes }: { bytes: number | null }) {
  if (bytes === null) return <Figure text={null} />;
  return <Figure text={formatBytes(bytes)} exact={formatBytesExact(bytes)} />;
}
