import { HowdahError } from '@/lib/contract/howdah-error';

/** A browser holds one a tab; a team behind one proxy comes from one address. */
const mostOfOnePeer = 250;
const mostInAll = 1_000;

const open = new Map<string, number>();
let all = 0;

/** Counts a live stream of that address until what it answers is called; too many of them are refused. */
export function takeStream(peer: string): () => void {
  const own = open.get(peer) ?? 0;
  if (own >= mostOfOnePeer)
    throw new HowdahError('too_many', `${peer} holds ${own} live streams; close some of its pages`);
  if (all >= mostInAll)
    throw new HowdahError('too_many', `${all} live streams are open, and Howdah serves no more at once`);
  open.set(peer, own + 1);
  all += 1;
  let isOpen = true;
  return () => {
    if (!isOpen) return;
    isOpen = false;
    all -= 1;
    const left = (open.get(peer) ?? 1) - 1;
    if (left === 0) open.delete(peer);
    else open.set(peer, left);
  };
}
