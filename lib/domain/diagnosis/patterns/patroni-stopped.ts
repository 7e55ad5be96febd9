import { patroniAnswers } from '../disproofs';
import { lastLineOf, type Pattern, present } from '../pattern';

export const patroniStopped: Pattern = {
  id: 'patroni-stopped',
  title: 'Patroni does not run',
  short: 'Patroni stopped',
  meaning:
    'Nobody starts PostgreSQL on this host. It was stopped, or has ended by itself: then its log ends with why.',
  source: {
    title: 'Patroni: running and configuring',
    url: 'https://patroni.readthedocs.io/en/latest/README.html',
  },
  ruledOutBy: [patroniAnswers],
  // Each of them ends Patroni, or keeps it from starting.
  mayFollowFrom: ['socket-folder', 'started-by-hand', 'other-system', 'disk-full', 'data-folder-rights'],
  match({ service, patroniLog, member }) {
    if (service === null || service.processes.length > 0) return null;
    return {
      certainty: 'certain',
      because: present([
        `No process runs with its configuration. The service manager says: ${service.said === '' ? 'nothing' : service.said}`,
        lastLineOf((patroniLog ?? []).slice(-30), /ERROR|CRITICAL|Traceback|Exception|FATAL/),
      ]),
      fix: 'Start it, unless somebody stopped it on purpose.',
      commands: [{ where: member, text: service.start }],
    };
  },
};
