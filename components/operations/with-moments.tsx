import { Moment } from '@/components/ui/time';

const momentPattern = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** A sentence of the server's with its moments in the viewer's zone. */
export function WithMoments({ text }: { text: string }) {
  const parts = text.split(momentPattern).map((part, position) => ({ part, position }));
  return parts.map(({ part, position }) =>
    position % 2 === 1 ? <Moment key={position} at={part} /> : <span key={position}>{part}</span>,
  );
}
