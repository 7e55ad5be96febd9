import type { Pattern } from '../pattern';

/** Patroni gives what it decides on the command line: whoever else starts it does not. */
const byPatroni = /--cluster[_-]name=|--config[_-]file=/;

export const startedByHand: Pattern = {
  id: 'started-by-hand',
  title: 'PostgreSQL runs without Patroni',
  short: 'started by hand',
  meaning:
    'Somebody, or the system at boot, started it beside Patroni. Nobody watches it, it follows no new leader, and two of one cluster may take writes at once. Patroni has to start it, and nobody else.',
  source: {
    title: 'Patroni: running and configuring, FAQ',
    url: 'https://patroni.readthedocs.io/en/latest/faq.html',
  },
  ruledOutBy: [
    {
      words: 'It was started with what Patroni gives on the command line, such as --cluster_name.',
      holds: ({ postmaster }) => byPatroni.test(postmaster?.options ?? ''),
    },
  ],
  match({ service, postmaster, autostart, place, member }) {
    if (service === null || postmaster === null || postmaster.process === null) return null;
    const hasPatroni = service.processes.length > 0;
    if (postmaster.options === null) return null;
    const bin = place?.binDirectory == null ? '' : `${place.binDirectory}/`;
    return {
      certainty: 'certain',
      because: [
        `Process ${postmaster.process.pid} was started as: ${postmaster.options.trim()}`,
        hasPatroni ? 'Patroni runs beside it.' : 'Patroni does not run on this host.',
        ...(autostart?.enabled ?? []).map((unit) => `${unit} is enabled: it starts at every boot.`),
      ],
      fix: 'Stop it, start Patroni, and switch off whatever started it. If it has taken writes meanwhile, save them first: Patroni will rewind them.',
      commands: [
        { where: member, text: `${bin}pg_ctl -D ${place?.dataDirectory ?? '$PGDATA'} -m fast stop` },
        ...(autostart?.enabled ?? []).map((unit) => ({
          where: member,
          text: `sudo systemctl disable --now ${unit}`,
        })),
        { where: member, text: service.start },
      ],
    };
  },
};
