import { ExactMoment } from '@/components/ui/exact-moment';
import { Moment } from '@/components/ui/time';

/** ISO 8601 in UTC, and PostgreSQL's writing of it as a restore's target has it. */
const momentPattern =
  /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\+00(?!\d))/;

/** A sentence of the server's with its moments in the viewer's zone. */
export function WithMoments({ text }: { text: string }) {
  const parts = text.split(momentPattern).map((part, position) => ({ part, position }));
  return parts.map(({ part, position }) => {
    if (position % 2 === 0) return <span key={position}>{part}</span>;
    if (part.endsWith('Z')) return <Moment key={position} at={part} />;
    return <ExactMoment key={position} at={part.replace(' ', 'T').replace('+00', 'Z')} />;
  });
}
