import type { MemberLog } from '@/lib/contract/diagnosis';

const mostLines = 5000;

/** Lines that contain what is wanted, whatever the case. */
export function filteredLines(lines: readonly string[], wanted: string): readonly string[] {
  const text = wanted.trim().toLowerCase();
  return text === '' ? lines : lines.filter((line) => line.toLowerCase().includes(text));
}

/** What was known with what was written since; anew where the log is another one by now. */
export function followed(known: MemberLog | null, piece: MemberLog): MemberLog {
  if (known === null || !piece.follows) return piece;
  return { ...piece, lines: [...known.lines, ...piece.lines].slice(-mostLines) };
}
