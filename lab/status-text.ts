import type { LabStatus } from './status';

export function statusText(status: LabStatus, now: Date = new Date()): string {
  if (status.phase === 'absent') return `No lab in ${status.root}.`;
  if (status.phase === 'foreign-folder') return `The folder ${status.root} is not a lab's.`;
  if (status.phase === 'broken') {
    return `The lab in ${status.root} does not run: "npm run lab -- down" clears away what is left of it.`;
  }
  return [
    `Lab in ${status.root}, ${status.phase}, since ${status.startedAt}`,
    '',
    ...table([
      ['PROGRAM', 'PID', 'STATE', 'ADDRESS'],
      ...status.programs.map((program) => [
        program.name,
        String(program.pid ?? ''),
        program.state,
        program.address,
      ]),
    ]),
    '',
    ...membersText(status),
    '',
    ...routesText(status),
    '',
    backupText(status, now),
  ].join('\n');
}

function membersText({ members }: LabStatus): string[] {
  if (members === undefined) return ['No member of the cluster answers.'];
  return table([
    ['MEMBER', 'ROLE', 'STATE', 'TIMELINE', 'LAG (bytes)'],
    ...members.map((member) => [
      member.name,
      member.role,
      member.state,
      String(member.timeline ?? ''),
      String(member.lag ?? ''),
    ]),
  ]);
}

function routesText({ routes }: LabStatus): string[] {
  if (routes === undefined) return ['HAProxy does not answer.'];
  return [
    `HAProxy sends writes to ${routes.writes.join(', ') || 'nobody'}`,
    `        sends reads  to ${routes.reads.join(', ') || 'nobody'}`,
  ];
}

function backupText({ lastBackup }: LabStatus, now: Date): string {
  if (lastBackup === undefined) return 'Last backup: none';
  const minutes = Math.round((now.getTime() - lastBackup.stoppedAt.getTime()) / 60_000);
  const size = (lastBackup.sizeBytes / 1_000_000).toFixed(1);
  return `Last backup: ${lastBackup.label} (${lastBackup.type}, ${size} MB), ${minutes} min ago`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
