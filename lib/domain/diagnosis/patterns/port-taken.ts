import { lastWords, sinceWell } from '../log/postgres-log';
import { type Pattern, present } from '../pattern';

export const portTaken: Pattern = {
  id: 'port-taken',
  title: 'Another process holds the port',
  short: 'port taken',
  meaning:
    'Two processes cannot listen on one address and port. Often it is a second PostgreSQL that the system started by itself, or one that was not stopped.',
  source: {
    title: 'PostgreSQL: starting the server, start-up failures',
    url: 'https://www.postgresql.org/docs/current/server-start.html',
  },
  ruledOutBy: [
    {
      words: 'Both PostgreSQL and Patroni run there.',
      holds: ({ postmaster, service }) =>
        postmaster !== null && postmaster.process !== null && (service?.processes.length ?? 0) > 0,
    },
  ],
  match({ ports, postmaster, service, postgresLog, member, place }) {
    // Before both are known nobody can be called a stranger.
    if (ports === null || postmaster === null || service === null) return null;
    const own = new Set([
      ...(postmaster.process === null ? [] : [postmaster.process.pid]),
      ...service.processes.map(({ pid }) => pid),
    ]);
    const isUp = { PostgreSQL: postmaster.process !== null, Patroni: service.processes.length > 0 };
    // One that has started since the processes were looked at, which Patroni tries again and again.
    const isOwnPostgres = (command: string | null) =>
      place !== null && command !== null && `${command} `.includes(` -D ${place.dataDirectory} `);
    const strange = ports.flatMap((port) =>
      isUp[port.purpose]
        ? []
        : port.holders
            .filter(({ pids, command }) => !isOwnPostgres(command) && !pids.some((pid) => own.has(pid)))
            .map((holder) => ({ ...port, holder })),
    );
    const [first] = strange;
    if (first === undefined) return null;
    return {
      certainty: 'certain',
      because: present([
        ...strange.map(
          ({ purpose, address, port, holder }) =>
            `${address}:${port}, which ${purpose} wants, is held by ${holder.pids[0] === undefined ? 'a process of another account' : `process ${holder.pids[0]}`}${holder.command === null ? '' : `: ${holder.command}`}.`,
        ),
        lastWords(sinceWell(postgresLog), /could not bind|could not create any TCP\/IP sockets/),
      ]),
      fix: 'See what it is; stop it, and keep it from being started again.',
      commands: [
        { where: member, text: `sudo ss -ltnp 'sport = :${first.port}'` },
        ...first.holder.pids.slice(0, 1).map((pid) => ({ where: member, text: `sudo kill ${pid}` })),
      ],
    };
  },
};
