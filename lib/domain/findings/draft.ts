import type { Finding } from '@/lib/contract/snapshot';

/** A finding before it is known since when it stands. */
export interface FindingDraft extends Omit<Finding, 'since' | 'diagnosis'> {
  /** Since when, where an upstream says it; otherwise the moment Howdah first saw it. */
  readonly since: string | null;
  /** How long it must stand before it is shown: readings are taken at slightly different moments. */
  readonly graceMs: number;
}

type Subject = Finding['subject'];

export function critical(id: string, subject: Subject, words: FindingWords): FindingDraft {
  return draft('critical', id, subject, words);
}

export function warning(id: string, subject: Subject, words: FindingWords): FindingDraft {
  return draft('warning', id, subject, words);
}

export function info(id: string, subject: Subject, words: FindingWords): FindingDraft {
  return draft('info', id, subject, words);
}

interface FindingWords {
  readonly title: string;
  readonly why: string;
  readonly action: string;
  readonly command?: string | null;
  readonly since?: string | null;
  readonly graceMs?: number;
}

function draft(
  severity: Finding['severity'],
  id: string,
  subject: Subject,
  words: FindingWords,
): FindingDraft {
  return {
    id,
    severity,
    subject,
    title: words.title,
    why: words.why,
    action: words.action,
    command: words.command ?? null,
    since: words.since ?? null,
    graceMs: words.graceMs ?? 0,
  };
}
